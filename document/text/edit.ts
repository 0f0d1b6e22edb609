import { applyEdits, createScanner, type Edit, findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';

/** A number, or an object that holds them; what a place in a document gets. */
export type NewValue = number | { readonly [key: string]: number };

/** jsonc-parser's kinds of tokens; its own names of them are a `const enum`, which does not outlive its declaration. */
const [LINE_COMMENT, BLOCK_COMMENT, BLANKS] = [12, 13, 15] as const;

/**
 * The text with one value put in place of another, or added as its object's last key; not a character beside it
 * changes. (jsonc-parser's `modify` would reformat the lines around a new key.) A byte order mark stays.
 *
 * @param keys the way to the value; all but the last of them must lead to an object
 */
export function withValue(source: string, keys: readonly string[], value: NewValue): string {
  const mark = source.startsWith('\uFEFF') ? '\uFEFF' : '';
  const text = source.slice(mark.length);
  const root = parseTree(text);
  const present = root && findNodeAtLocation(root, [...keys]);
  const parent = root && findNodeAtLocation(root, keys.slice(0, -1));
  const key = keys.at(-1);
  if (present !== undefined) return mark + applyEdits(text, [{ ...spanOf(present), content: printedValue(value) }]);
  if (parent?.type !== 'object' || key === undefined) throw new Error(`no object to hold /${keys.join('/')}`);
  return mark + applyEdits(text, addition(text, parent, `${JSON.stringify(key)}: ${printedValue(value)}`));
}

function addition(text: string, parent: Node, property: string): Edit[] {
  const last = parent.children?.at(-1);
  if (last === undefined) {
    const gap = /\s/.test(text[parent.offset + 1] ?? '') ? '' : ' ';
    return [insertion(parent.offset + 1, ` ${property}${gap}`)];
  }
  const end = last.offset + last.length;
  const lineStart = text.lastIndexOf('\n', last.offset) + 1;
  const indent = text.slice(lineStart, last.offset);
  if (lineStart === 0 || indent.trim() !== '') return [insertion(end, `, ${property}`)];
  const newLine = text[lineStart - 2] === '\r' ? '\r\n' : '\n';
  return [insertion(end, ','), insertion(afterComments(text, end), `${newLine}${indent}${property}`)];
}

/** Where the comments end that begin on the line of `offset`: they belong to what stands before them. */
function afterComments(text: string, offset: number): number {
  const scanner = createScanner(text);
  scanner.setPosition(offset);
  for (let end = offset; ; ) {
    const token: number = scanner.scan();
    if (token === LINE_COMMENT || token === BLOCK_COMMENT) end = scanner.getTokenOffset() + scanner.getTokenLength();
    else if (token !== BLANKS) return end;
  }
}

function insertion(offset: number, content: string): Edit {
  return { offset, length: 0, content };
}

function spanOf({ offset, length }: Node): Omit<Edit, 'content'> {
  return { offset, length };
}

function printedValue(value: NewValue): string {
  if (typeof value === 'number') return `${value}`;
  const entries = Object.entries(value).map(([key, number]) => `${JSON.stringify(key)}: ${number}`);
  return `{ ${entries.join(', ')} }`;
}
