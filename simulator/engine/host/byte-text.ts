/**
 * Byte texts: texts of one character a byte, so that sources in any encoding can be searched and changed like texts and
 * reach the compiler as they were.
 */

/** Text is taken in UTF-8. */
export function byteText(content: string | Uint8Array): string {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

export function bytesOfText(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
