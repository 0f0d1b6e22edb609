/** What one line of a section says: what it is about, the number, and where the number comes from. */
export type Row = readonly [label: string, value: string, origin?: string];

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** Columns of what is printed elsewhere than on a terminal. */
export const USUAL_COLUMNS = 120;
/** An origin that would have less stands on lines of its own. */
const NARROWEST_ORIGIN = 40;

/**
 * Title, then the rows indented, labels and values each in a column as wide as the widest. The origins are broken between
 * words to stay within `columns`, and stand below their values where these leave little room. No trailing blanks.
 */
export function sectionText({ title, rows }: Section, columns: number): string {
  const labels = Math.max(...rows.map(([label]) => label.length));
  const values = Math.max(...rows.map(([, value, origin]) => (origin === undefined ? 0 : value.length)));
  const start = 2 + labels + 2;
  const left = start + values + 2;
  const isBeside = columns - left >= NARROWEST_ORIGIN || columns >= USUAL_COLUMNS;
  const indent = ' '.repeat(isBeside ? left : start);
  const lines = rows.flatMap(([label, value, origin]) => {
    const head = `  ${label.padEnd(labels)}  `;
    if (origin === undefined) return hanging(head, value, columns);
    const more = wrapped(origin, Math.max(columns - indent.length, NARROWEST_ORIGIN));
    if (!isBeside) return [`${head}${value}`, ...more.map((line) => indent + line)];
    return [`${head}${value.padEnd(values)}  ${more[0] ?? ''}`, ...more.slice(1).map((line) => indent + line)];
  });
  return [title, ...lines.map((line) => line.trimEnd())].join('\n');
}

/** `text` behind `head`, its further lines below its first one. */
function hanging(head: string, text: string, columns: number): readonly string[] {
  const [first = '', ...more] = wrapped(text, Math.max(columns - head.length, NARROWEST_ORIGIN));
  return [`${head}${first}`, ...more.map((line) => ' '.repeat(head.length) + line)];
}

/** A sentence as an item of a list. */
export function bulletText(text: string, columns: number): string {
  return `  - ${wrapped(text, columns - 4).join('\n    ')}`;
}

/** A blank at which a line may end: not the one between a number and its unit. */
const BREAK = /(?<!\d) | (?!(?:s|ms|us|Hz|kHz|MHz|KiB|bytes)\b)/;

/** Lines of at most `width`, broken at blanks; a longer word stands alone. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(BREAK)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** `46.83 s` from 46830 ms; not rounded but for what binary fractions add beyond RTR's unit of 0.1 ms. */
export function seconds(ms: number): string {
  return `${Math.round(ms * 10) / 10_000} s`;
}

export function kib(bytes: number): string {
  return `${bytes / 1024} KiB`;
}
