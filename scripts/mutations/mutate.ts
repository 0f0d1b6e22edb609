import type { Mutation } from './list.ts';

/** @throws {Error} with file and text, unless the text to find occurs exactly once. */
export function mutated(text: string, { name, file, find, replace }: Mutation): string {
  const count = text.split(find).length - 1;
  if (count !== 1) {
    const found = count === 0 ? 'does not occur' : `occurs ${count} times`;
    throw new Error(`mutation ${name}: this text ${found} in ${file}, and must occur once:\n${find}`);
  }
  return text.replace(find, () => replace);
}
