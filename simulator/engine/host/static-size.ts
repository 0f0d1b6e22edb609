/**
 * The size of static data before an object holds it. An object for WebAssembly holds a byte for each byte of static
 * data, also of zeros: the compiler takes half a second for each megabyte, and traps when its memory is full.
 */

/** A variable in the compiler's assembly: `\t.size\thoard, 209715200`. A function's size is no number. */
const VARIABLE = /^\t\.size\t(?<name>[^,]+), (?<size>\d+)$/gm;
const COMMENT = /\/\*[\s\S]*?\*\/|\/\/.*/g;
/** Numbers in a source, without the signs of their types. */
const NUMBER = /\b(?:0x[0-9a-f]+|\d+)/gi;
/** More than any part's RAM or flash. What is smaller is compiled and then measured as a whole. */
const MOST_BYTES = 2 ** 20;
/** The largest type of C. */
const BYTES_OF_TYPE = 16;

/** Whether the numbers of the source text could make an array of more than a megabyte: cheap, and seldom true. */
export function mayBeHuge(source: string): boolean {
  const code = source.replace(COMMENT, '');
  if (/<<|_MAX\b/.test(code)) return true;
  const numbers = (code.match(NUMBER) ?? []).map(Number).filter((number) => number > 1);
  return numbers.reduce((product, number) => product * number, BYTES_OF_TYPE) > MOST_BYTES;
}

/** What to say of the largest variable in the assembly of `source`; null when it is at most a megabyte. */
export function hugeVariable(source: string, assembly: string): string | null {
  const variables = [...assembly.matchAll(VARIABLE)].map(({ groups: { name = '', size = '' } = {} }) => ({
    name,
    bytes: Number(size),
  }));
  const [largest] = variables.toSorted((a, b) => b.bytes - a.bytes);
  if (largest === undefined || largest.bytes <= MOST_BYTES) return null;
  return `${source}: ${largest.name} takes ${largest.bytes} bytes, more than any part has. Make it smaller.`;
}
