/** Finished C text from numbers. Templates print these strings and compute nothing. */

/** `0x001D0400U`: a whole 32-bit register. */
export function hex32(value: number): string {
  return `0x${(value >>> 0).toString(16).toUpperCase().padStart(8, '0')}U`;
}

export function hex16(value: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(4, '0')}U`;
}

export function hex8(value: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(2, '0')}U`;
}

/** `1UL << 4 | 1UL << 5`: single bits of a register, lowest first, each once. */
export function bits(numbers: readonly number[]): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  return sorted.map((bit) => (sorted.length > 1 ? `(1UL << ${bit})` : `1UL << ${bit}`)).join(' | ');
}

/** `72 MHz`, `4.5 MHz`, `281.25 kHz`. */
export function frequency(hz: number): string {
  return hz >= 1_000_000 ? `${hz / 1_000_000} MHz` : `${hz / 1000} kHz`;
}

/** `46.9 s` or `65 ms`, rounded up to what is shown: a bound stays a bound. */
export function duration(ms: number): string {
  return ms >= 1000 ? `${Math.ceil(ms / 100) / 10} s` : `${Math.ceil(ms)} ms`;
}

const NUMBERS_PER_ROW = 4;

/** Initializers of a table, a row for four sockets. */
export function inRows(numbers: readonly number[]): string[] {
  const rows = [numbers.slice(0, NUMBERS_PER_ROW), numbers.slice(NUMBERS_PER_ROW)].filter((row) => row.length > 0);
  return rows.map((row) => `${row.map((number) => `${number}U`).join(', ')},`);
}
