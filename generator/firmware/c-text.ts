/** Numbers as C and its comments write them. Templates print these strings and compute nothing. */

/** `0x001D0400`: as in linker scripts and data sheets, without C's suffix. */
export function hex(value: number, digits: number): string {
  return `0x${(value >>> 0).toString(16).toUpperCase().padStart(digits, '0')}`;
}

/** `0x001D0400U`: a whole 32-bit register. */
export function hex32(value: number): string {
  return `${hex(value, 8)}U`;
}

export function hex16(value: number): string {
  return `${hex(value, 4)}U`;
}

export function hex8(value: number): string {
  return `${hex(value, 2)}U`;
}

/** `1UL << 4 | 1UL << 5`: single bits of a register, lowest first, each once. */
export function bits(numbers: readonly number[]): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  return sorted.map((bit) => (sorted.length > 1 ? `(1UL << ${bit})` : `1UL << ${bit}`)).join(' | ');
}

/** `72 MHz`, `281.25 kHz`, `100 Hz`; never rounded. */
export function frequency(hz: number): string {
  if (hz >= 1_000_000) return `${hz / 1_000_000} MHz`;
  return hz >= 1000 ? `${hz / 1000} kHz` : `${hz} Hz`;
}

/** `46.814 s` or `65 ms`, rounded up to a whole millisecond: a bound stays a bound, and is the one that explain prints. */
export function duration(ms: number): string {
  return ms >= 1000 ? `${Math.ceil(ms) / 1000} s` : `${Math.ceil(ms)} ms`;
}

const NUMBERS_PER_ROW = 4;

/** Initializers of a table, a row for four sockets. */
export function inRows(numbers: readonly number[]): string[] {
  const rows = [numbers.slice(0, NUMBERS_PER_ROW), numbers.slice(NUMBERS_PER_ROW)].filter((row) => row.length > 0);
  return rows.map((row) => `${row.map((number) => `${number}U`).join(', ')},`);
}

const LITERAL_COLUMNS = 80;

/** A string literal of these bytes: printable ASCII as it is, the rest as escapes; in rows where it is long. */
export function stringLiteral(bytes: readonly number[]): string {
  const rows = [''];
  bytes.forEach((byte, index) => {
    const text = escaped(byte, bytes[index - 1]);
    if ((rows.at(-1) ?? '').length + text.length > LITERAL_COLUMNS) rows.push('');
    rows.push((rows.pop() ?? '') + text);
  });
  return rows.length === 1 ? `"${rows[0]}"` : rows.map((row) => `\n    "${row}"`).join('');
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', '\\': '\\\\' };

/** Octal escapes end after three digits; hexadecimal ones would go on into the next character. */
function escaped(byte: number, before: number | undefined): string {
  const character = String.fromCharCode(byte);
  const known = ESCAPES[character];
  if (known !== undefined) return known;
  if (character === '?' && before === byte) return '\\?'; // no trigraph
  return byte >= 0x20 && byte < 0x7f ? character : `\\${byte.toString(8).padStart(3, '0')}`;
}

/** `KW_END_RESET`. */
export function enumeratorName(prefix: string, name: string): string {
  return `${prefix}_${name.toUpperCase().replaceAll('-', '_')}`;
}
