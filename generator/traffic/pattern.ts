import type { ByteRange, PatternItem } from '../../contract/traffic.ts';
import { printed } from '../../document/words/printed.ts';

/** Bytes that a pattern can match at most: this bounds the work for each received byte. */
export const LONGEST_PATTERN = 1024;

export type ParsedPattern =
  | { readonly ok: true; readonly items: readonly PatternItem[] }
  /** `at` counts characters from 0. */
  | { readonly ok: false; readonly at: number; readonly message: string };

const TOKEN = /(?<byte>[0-9A-Fa-f]{2})|(?<any>\?\?)|\[(?<not>\^?)(?<set>[^\]]*)\]|'(?<text>[\x20-\x26\x28-\x7E]+)'/y;
const COUNT = /\{(?<least>\d{1,4})(?:,(?<most>\d{1,4}))?\}/y;
const RANGE = /^(?<from>[0-9A-Fa-f]{2})(?:-(?<to>[0-9A-Fa-f]{2}))?$/;
const ANY: readonly ByteRange[] = [{ from: 0, to: 255 }];

/**
 * The syntax: `4F` one byte; `??` any byte; `[30-39 41]` a byte of a set, `[^0D 0A]` one outside of it; `'OK'` printable
 * ASCII. A byte or set may be followed by `{n}` or `{least,most}`. Blanks separate.
 */
export function parsePattern(text: string): ParsedPattern {
  const items: PatternItem[] = [];
  let at = 0;
  for (;;) {
    at += blanksAt(text, at);
    if (at === text.length) break;
    const token = matchAt(TOKEN, text, at);
    const found = token === null ? null : itemsOf(token.groups ?? {});
    if (token === null || found === null) return wrong(at, unknownToken(text.slice(at)));
    at += token[0].length;
    const count = matchAt(COUNT, text, at);
    if (count === null) {
      items.push(...found);
      continue;
    }
    const item = counted(found, token.groups ?? {}, count.groups ?? {});
    if (typeof item === 'string') return wrong(at, item);
    items.push(item);
    at += count[0].length;
  }
  return checked(items);
}

/** What is wrong with a piece that is neither a byte, `??`, a set nor a text. */
function unknownToken(rest: string): string {
  const piece = /^\[[^\]]*\]?|^'[^']*'?|^\S+/.exec(rest)?.[0] ?? rest;
  const last = piece.startsWith('[') ? ']' : "'";
  const isOpen = /^[['](?!$)/.test(piece) && !piece.endsWith(last);
  return isOpen
    ? `${printed(piece)}, which has no closing ${last}`
    : `${printed(piece)}, which is no byte, ??, set or text`;
}

/** A pattern that matches these bytes only. */
export function literalPattern(bytes: readonly number[]): readonly PatternItem[] {
  return bytes.map((byte) => ({ ranges: [{ from: byte, to: byte }], least: 1, most: 1 }));
}

type Groups = Readonly<Record<string, string | undefined>>;

function itemsOf({ byte, any, set, not, text }: Groups): readonly PatternItem[] | null {
  if (text !== undefined) return literalPattern([...new TextEncoder().encode(text)]);
  if (any !== undefined) return [{ ranges: ANY, least: 1, most: 1 }];
  if (byte !== undefined) return literalPattern([Number.parseInt(byte, 16)]);
  const ranges = rangesOf(set ?? '');
  if (ranges === null) return null;
  const allowed = not === '^' ? outside(ranges) : ranges;
  return allowed.length === 0 ? null : [{ ranges: allowed, least: 1, most: 1 }];
}

function rangesOf(set: string): readonly ByteRange[] | null {
  const words = set.split(/\s+/).filter((word) => word !== '');
  const ranges = words.map((word) => {
    const { from = '', to = from } = RANGE.exec(word)?.groups ?? {};
    return { from: Number.parseInt(from, 16), to: Number.parseInt(to, 16) };
  });
  return ranges.length > 0 && ranges.every(({ from, to }) => from <= to) ? ranges : null;
}

/** The gaps between the ranges. */
function outside(ranges: readonly ByteRange[]): readonly ByteRange[] {
  const gaps: ByteRange[] = [];
  let from = 0;
  for (const range of ranges.toSorted((a, b) => a.from - b.from)) {
    if (range.from > from) gaps.push({ from, to: range.from - 1 });
    from = Math.max(from, range.to + 1);
  }
  return from > 255 ? gaps : [...gaps, { from, to: 255 }];
}

/** Whether a byte lies in one of the ranges. */
export function isIn(byte: number, ranges: readonly ByteRange[]): boolean {
  return ranges.some(({ from, to }) => byte >= from && byte <= to);
}

function counted(found: readonly PatternItem[], { text }: Groups, { least, most }: Groups): PatternItem | string {
  const [only] = found;
  if (text !== undefined || only === undefined) return 'a count after a text; only bytes and sets can have a count';
  const [from, to] = [Number(least), Number(most ?? least)];
  if (from > to || to === 0) return `the count ${from} to ${to}; needed: least <= most, and most >= 1`;
  return { ...only, least: from, most: to };
}

function checked(items: readonly PatternItem[]): ParsedPattern {
  const sum = (of: (item: PatternItem) => number): number => items.reduce((total, item) => total + of(item), 0);
  if (sum((item) => item.most) > LONGEST_PATTERN) return wrong(0, `more than ${LONGEST_PATTERN} bytes`);
  return sum((item) => item.least) === 0 ? wrong(0, 'a pattern that matches nothing at all') : { ok: true, items };
}

function wrong(at: number, message: string): ParsedPattern {
  return { ok: false, at, message };
}

function blanksAt(text: string, at: number): number {
  return /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
