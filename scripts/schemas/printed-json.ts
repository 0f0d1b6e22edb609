/** Where Biome breaks lines; room for a key before the array is in it. */
const LONGEST_LINE = 80;

/** JSON as Biome formats it: an array without objects stands on one line where it fits. */
export function printedJson(value: unknown, indent = ''): string {
  const inner = `${indent}  `;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const rows = Object.entries(value).map(([key, item]) => {
    return `${isList ? '' : `${JSON.stringify(key)}: `}${printedJson(item, inner)}`;
  });
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  const line = `${open}${rows.join(', ')}${close}`;
  const isShort = rows.length === 0 || (isList && !line.includes('\n') && indent.length + line.length < LONGEST_LINE);
  return isShort ? line : `${open}\n${inner}${rows.join(`,\n${inner}`)}\n${indent}${close}`;
}
