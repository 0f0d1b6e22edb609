const LONGEST_TEXT = 40;

/** A value for a message: on one line, short, nothing in it that a terminal would act upon. */
export function printed(value: unknown): string {
  if (typeof value === 'string') return printedText(value);
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : 'an array';
  if (typeof value === 'object') return 'an object';
  return String(value);
}

function printedText(text: string): string {
  const shown = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
  return harmless(JSON.stringify(shown));
}

/** A piece of the source as it stands there, one line and short. */
export function excerpt(source: string): string {
  return harmless(source.length > LONGEST_TEXT ? `${source.slice(0, LONGEST_TEXT)}…` : source);
}

/** Most texts: what follows need not look at each of their characters by its Unicode category. */
const ASCII = /^[ -~]*$/;

/** Escapes control, format, surrogate and separator characters (JSON.stringify covers only the first 32). */
export function harmless(text: string): string {
  return ASCII.test(text) ? text : escapedIn(text);
}

/** Apart from the test above: Node works out these categories when it compiles the function, at each start. */
function escapedIn(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from({ length: character.length }, (_, index) => escaped(character.charCodeAt(index))).join(''),
  );
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}

/** `a`, `a or b`, `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  return joined(words, 'or');
}

/** `a`, `a and b`, `a, b and c`. */
export function allOf(words: readonly string[]): string {
  return joined(words, 'and');
}

function joined(words: readonly string[], last: string): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}
