/** Reads the blocks of a Handlebars template. */

export interface Block {
  /** `else` is the second part of an `if` or an `unless`. */
  readonly kind: 'if' | 'unless' | 'else' | 'each';
  /** 1 for a condition that is in no other one. */
  readonly depth: number;
  readonly body: string;
}

/** Lines that are comments of C++ or of make files. */
const LINE_COMMENT = /^\s*(\/\/|# ).*$/gm;

interface Open {
  readonly kind: Block['kind'];
  readonly depth: number;
  readonly begin: number;
}

const TAG = /\{\{(?:#(if|unless|each)\b[^{}]*|(else)[^{}]*|\/(if|unless|each))\}\}\n?/g;

/** Every block, inner ones too, in the order of their ends. */
export function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  const open: Open[] = [];
  const close = (end: number): Open => {
    const block = open.pop();
    if (block === undefined) throw new Error('a block is closed that was never opened');
    blocks.push({ kind: block.kind, depth: block.depth, body: text.slice(block.begin, end) });
    return block;
  };
  for (const match of text.matchAll(TAG)) {
    const [tag, opened, other] = match;
    const begin = match.index + tag.length;
    if (opened !== undefined) {
      const kind = opened as Block['kind'];
      const outer = open.filter((it) => it.kind !== 'each').length;
      open.push({ kind, depth: kind === 'each' ? outer : outer + 1, begin });
    } else {
      const { depth } = close(match.index);
      if (other !== undefined) open.push({ kind: 'else', depth, begin });
    }
  }
  if (open.length > 0) throw new Error('a block is never closed');
  return blocks;
}

/** What makes a block less than whole statements; null: nothing. */
export function faultOf({ body }: Block): string | null {
  const code = body
    .replaceAll(LINE_COMMENT, '')
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/^ \*.*$/gm, '')
    .replaceAll(/\{\{[^{}]*\}\}/g, ' x; ')
    .trim();
  for (const [open, close] of ['()', '[]', '{}'] as const) {
    let depth = 0;
    for (const character of code) {
      if (character === open) depth++;
      if (character === close) depth--;
      if (depth < 0) return `${close} without ${open}`;
    }
    if (depth !== 0) return `${open} without ${close}`;
  }
  if (/^(else|&&|\|\||[?:+,)])/.test(code)) return 'it begins within a statement';
  const ends = /([;},]|^|\n#[^\n]*|^#[^\n]*)$/.test(code);
  return ends ? null : 'it ends within a statement';
}
