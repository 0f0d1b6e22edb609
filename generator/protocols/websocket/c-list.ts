/**
 * Texts as the firmware looks for them, in one string of C: before each its length, so that the others are passed over at
 * once, and a zero behind it. A length, in octal, and the zero end strings of their own, since a digit may follow one.
 */
export function cListOf(texts: readonly string[]): string {
  return texts.length === 0 ? '""' : texts.map(cListEntryOf).join(' ');
}

export function cListEntryOf(text: string): string {
  return `"\\${text.length.toString(8).padStart(3, '0')}" "${text.replaceAll('"', '\\"')}\\0"`;
}
