/** JSON with comments, read so that every value can be found again in the text. */
import {
  createScanner,
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import type { Problem, Result } from '../../document/problem.ts';

export interface Located {
  readonly value: unknown;
  /** The problem with line and column of what its pointer names, or of the nearest parent that the text has. */
  readonly locate: (problem: Problem) => Problem;
}

/** Characters; a scenario of a thousand steps has some 60,000. */
const LONGEST_TEXT = 1_000_000;
/** jsonc-parser and the validator recurse. */
const DEEPEST_NESTING = 64;

/** Problems: `json/size`, `json/depth`, `json/syntax`, `json/duplicate-key`. Comments are allowed, trailing commas are not. */
export function readJson(text: string): Result<Located> {
  if (text.length > LONGEST_TEXT)
    return failed('json/size', `The text has ${text.length} characters; ${LONGEST_TEXT} are allowed.`);
  const source = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
  if (isTooDeep(source)) return failed('json/depth', `Values are nested deeper than ${DEEPEST_NESTING} levels.`);
  const errors: ParseError[] = [];
  const root = parseTree(source, errors, { allowEmptyContent: false, disallowComments: false });
  const [first] = errors; // the others follow from it
  if (first !== undefined || root === undefined) {
    return first === undefined
      ? failed('json/syntax', 'Not JSON.')
      : { ok: false, problems: [syntaxProblem(source, first)] };
  }
  const locate = (problem: Problem): Problem => ({
    ...problem,
    ...positionAt(source, nodeAt(root, problem.pointer).offset),
  });
  const duplicates = [...duplicateKeys(source, root, '')];
  return duplicates.length > 0
    ? { ok: false, problems: duplicates }
    : { ok: true, value: { value: getNodeValue(root), locate } };
}

function failed(rule: string, message: string): Result<Located> {
  return { ok: false, problems: [{ pointer: '', rule, message, line: 1, column: 1 }] };
}

function isTooDeep(text: string): boolean {
  const scanner = createScanner(text, true);
  const [openBrace, closeBrace, openBracket, closeBracket, end] = [1, 2, 3, 4, 17]; // jsonc-parser's SyntaxKind
  let depth = 0;
  for (let token: number = scanner.scan(); token !== end; token = scanner.scan()) {
    if (token === openBrace || token === openBracket) depth++;
    else if (token === closeBrace || token === closeBracket) depth--;
    if (depth > DEEPEST_NESTING) return true;
  }
  return false;
}

function syntaxProblem(text: string, error: ParseError): Problem {
  const words = printParseErrorCode(error.error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return { pointer: '', rule: 'json/syntax', message: `Not JSON: ${words}.`, ...positionAt(text, error.offset) };
}

function* duplicateKeys(text: string, node: Node, pointer: string): Generator<Problem> {
  const seen = new Set<string>();
  for (const [index, child] of (node.children ?? []).entries()) {
    const [key, value] = node.type === 'object' ? (child.children ?? []) : [undefined, child];
    const name = key === undefined ? String(index) : String(key.value);
    const at = `${pointer}/${escapePointer(name)}`;
    if (key !== undefined && seen.has(name)) {
      const message = `The key "${name}" stands here a second time.`;
      yield { pointer: at, rule: 'json/duplicate-key', message, ...positionAt(text, key.offset) };
    }
    seen.add(name);
    if (value !== undefined) yield* duplicateKeys(text, value, at);
  }
}

/** RFC 6901 section 3. */
export function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function nodeAt(root: Node, pointer: string): Node {
  let node = root;
  for (const token of pointer.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    const next = findNodeAtLocation(node, [node.type === 'array' ? Number(key) : key]);
    if (next === undefined) return node;
    node = next;
  }
  return node;
}

function positionAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
