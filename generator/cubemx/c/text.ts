import type { SourcePlace } from '../fact.ts';

/** A file of C whose comments and texts are blank. */
export interface CText {
  readonly file: string;
  readonly code: string;
}

/** Comments, texts and characters, each to its end or to the end of the file. */
const BLANKED = /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?/g;

/** The code alone; every line and column stays where it is. */
export function readCText(file: string, source: string): CText {
  return { file, code: source.replace(BLANKED, (found) => found.replace(/[^\n]/g, ' ')) };
}

export interface Match {
  readonly at: SourcePlace;
  /** What the groups of the expression matched. */
  readonly words: readonly string[];
}

/** Where a global expression matches. */
export function matchesIn({ file, code }: CText, expression: RegExp): readonly Match[] {
  let line = 1;
  let lineStart = 0;
  let read = 0;
  return [...code.matchAll(expression)].map((match) => {
    for (; read < match.index; read += 1) {
      if (code[read] !== '\n') continue;
      line += 1;
      lineStart = read + 1;
    }
    return { at: { file, line, column: match.index - lineStart + 1 }, words: match.slice(1) };
  });
}
