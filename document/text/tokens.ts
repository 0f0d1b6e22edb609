import { createScanner } from 'jsonc-parser';

/** Far beyond what our documents need; far beyond this, the recursive parser would run out of stack. */
export const DEEPEST_NESTING = 32;

export interface TokenFindings {
  /** Offset of the first bracket that nests too deep. */
  readonly tooDeepAt: number | null;
  /** Offsets of commas with nothing but a closing bracket after them. */
  readonly trailingCommas: readonly number[];
}

/** Looks at brackets and commas only, without recursion, so that any text can be given. Stops where it is too deep. */
export function scanTokens(text: string): TokenFindings {
  const scanner = createScanner(text, true);
  const trailingCommas: number[] = [];
  let depth = 0;
  let commaAt: number | null = null;
  for (;;) {
    scanner.scan();
    const offset = scanner.getTokenOffset();
    if (offset >= text.length) return { tooDeepAt: null, trailingCommas };
    const character = text[offset];
    const opens = character === '{' || character === '[';
    const closes = character === '}' || character === ']';
    if (opens) depth++;
    if (closes) depth--;
    if (depth > DEEPEST_NESTING) return { tooDeepAt: offset, trailingCommas };
    if (closes && commaAt !== null) trailingCommas.push(commaAt);
    commaAt = character === ',' ? offset : null;
  }
}
