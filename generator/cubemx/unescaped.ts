/** A backslash makes the next character ordinary; `\uXXXX` is a character by its code. */
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|(.))/gsu;

/** A key or a value without the backslashes of Java's properties. */
export function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(ESCAPE, (_, code: string | undefined, character: string | undefined) =>
    code === undefined ? (character ?? '') : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
