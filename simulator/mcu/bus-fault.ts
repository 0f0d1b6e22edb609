/** An access that the part's bus answers with an error, or that nothing here answers; ends the run. */
export class BusFault extends Error {
  override name = 'BusFault';
}

/** `0x40021000`. */
export function hex(value: number, digits = 8): string {
  return `0x${(value >>> 0).toString(16).padStart(digits, '0')}`;
}
