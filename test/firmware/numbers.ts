/** Reads numbers back out of generated C and Markdown, without any code of the generator. */

/** `#define NAME 5U` → NAME, 5. */
export function macrosOf(text: string): ReadonlyMap<string, number> {
  const found = text.matchAll(/^#define (\w+) (\d+)U$/gm);
  return new Map([...found].map(([, name = '', value]) => [name, Number(value)]));
}

/** `static uint32_t const NAME[KW_SOCKET_COUNT] = { 5U, 7U }` → NAME, [5, 7]; one number for each socket. */
export function tablesOf(text: string): ReadonlyMap<string, readonly number[]> {
  const found = text.matchAll(/^static uint\d+_t const (\w+)\[KW_SOCKET_COUNT\] = \{([^}]*)\};/gm);
  return new Map([...found].map(([, name = '', values = '']) => [name, numbersIn(values)]));
}

/** The rows of the README's first table: label → value. */
export function factsOf(readme: string): ReadonlyMap<string, string> {
  const found = readme.matchAll(/^\| ([^|]+) \| ([^|]+) \|$/gm);
  return new Map([...found].map(([, label = '', value = '']) => [label, value]));
}

export function numbersIn(text: string): number[] {
  return (text.match(/\d+(\.\d+)?/g) ?? []).map(Number);
}

/** `46.814 s` or `65 ms`: the milliseconds that it shows. */
export function shownMs(text: string): number {
  const [, value, unit] = /^(\d+(?:\.\d{1,3})?) (m?s)$/.exec(text) ?? [];
  if (value === undefined) throw new Error(`no duration: ${text}`);
  return unit === 's' ? Number(value) * 1000 : Number(value);
}
