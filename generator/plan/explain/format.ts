/** What one line of a section says: what it is about, the number, and where the number comes from. */
export type Row = readonly [label: string, value: string, origin?: string];

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** Title, then the rows indented, labels and values each in a column as wide as the widest. No trailing blanks. */
export function sectionText({ title, rows }: Section): string {
  const labels = Math.max(...rows.map(([label]) => label.length));
  const values = Math.max(...rows.map(([, value, origin]) => (origin === undefined ? 0 : value.length)));
  const lines = rows.map(([label, value, origin = '']) =>
    `  ${label.padEnd(labels)}  ${value.padEnd(values)}  ${origin}`.trimEnd(),
  );
  return [title, ...lines].join('\n');
}

/** `72 MHz`, `562.5 kHz`; never rounded. */
export function hz(value: number): string {
  if (value >= 1_000_000) return `${value / 1_000_000} MHz`;
  return value >= 1000 ? `${value / 1000} kHz` : `${value} Hz`;
}

/** `46.83 s` from 46830 ms; never rounded. */
export function seconds(ms: number): string {
  return `${ms / 1000} s`;
}

export function hex(value: number, digits: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(digits, '0')}`;
}

export function kib(bytes: number): string {
  return `${bytes / 1024} KiB`;
}
