/** Where Biome breaks lines, and what may follow a value on its line: a comma. */
const LONGEST_LINE = 120;

/**
 * JSON as Biome formats it: an array without objects stands on one line where it fits.
 *
 * @param before what stands before the value on its line, the indentation included
 */
export function printedJson(value: unknown, indent = '', before = indent): string {
  const inner = `${indent}  `;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const rows = Object.entries(value).map(([key, item]) => {
    const name = isList ? '' : `${JSON.stringify(key)}: `;
    return `${name}${printedJson(item, inner, inner + name)}`;
  });
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  const line = `${open}${rows.join(', ')}${close}`;
  const fits = !line.includes('\n') && before.length + line.length + 1 <= LONGEST_LINE;
  return rows.length === 0 || (isList && fits)
    ? line
    : `${open}\n${inner}${rows.join(`,\n${inner}`)}\n${indent}${close}`;
}
