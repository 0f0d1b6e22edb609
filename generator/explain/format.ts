/** What one line of a section says: what it is about, the number, and where the number comes from. */
export type Row = readonly [label: string, value: string, origin?: string];

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

const WIDTH = 120;
/** However long a value is, its origin is not squeezed further than this. */
const NARROWEST_ORIGIN = 40;

/**
 * Title, then the rows indented, labels and values each in a column as wide as the widest; the origins are broken
 * between words to stay within 120 columns. No trailing blanks.
 */
export function sectionText({ title, rows }: Section): string {
  const labels = Math.max(...rows.map(([label]) => label.length));
  const values = Math.max(...rows.map(([, value, origin]) => (origin === undefined ? 0 : value.length)));
  const left = 2 + labels + 2 + values + 2;
  const lines = rows.flatMap(([label, value, origin = '']) => {
    const [first = '', ...more] = wrapped(origin, Math.max(WIDTH - left, NARROWEST_ORIGIN));
    const start = `  ${label.padEnd(labels)}  ${value.padEnd(values)}  ${first}`;
    return [start, ...more.map((line) => ' '.repeat(left) + line)];
  });
  return [title, ...lines.map((line) => line.trimEnd())].join('\n');
}

/** A sentence as an item of a list. */
export function bulletText(text: string): string {
  return `  - ${wrapped(text, WIDTH - 4).join('\n    ')}`;
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
