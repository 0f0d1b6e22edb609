/**
 * How much of a sweep is tried. KEEPWIRE_SWEEP says it: `few` points in `npm test`; `more`, other ones, where CI runs the
 * sweeps; `all` with `npm run test:sweeps`.
 */
import { CHIPS } from './firmware.ts';
import { range } from './sweep.ts';

const SIZE = process.env.KEEPWIRE_SWEEP ?? 'few';
if (!['few', 'more', 'all'].includes(SIZE)) throw new Error(`KEEPWIRE_SWEEP is few, more or all; found ${SIZE}`);

/**
 * The chips that play what lies above the chip's layer. In `npm test` only the matrix of methods and failures plays it on
 * both.
 */
export const CHIPS_ABOVE: readonly (typeof CHIPS)[number][] = SIZE === 'few' ? ['W5500'] : CHIPS;

/** Whether nothing is left out. */
export const isWhole = SIZE === 'all';

/** Whether this is `npm test`, and not the sweeps in CI or all of them. */
export const isFew = SIZE === 'few';

/** Seeds from 1; CI goes on behind the few of `npm test`. */
export function seeds(few: number, all: number): readonly number[] {
  if (isWhole) return range(1, all + 1);
  return SIZE === 'few' ? range(1, few + 1) : range(few + 1, Math.min(3 * few, all) + 1);
}

/**
 * One point of `oneIn`, evenly spread, and in CI other ones.
 *
 * @param row shifts the points: the rows of a table then take different columns
 */
export function shareOf<T>(points: readonly T[], oneIn: number, row = 0): readonly T[] {
  if (isWhole) return points;
  const first = SIZE === 'few' ? 0 : Math.floor(oneIn / 2);
  return points.filter((_, index) => (index + row) % oneIn === first);
}

/** `few` in `npm test`, `rest` in CI, both where nothing is left out. */
export function parted<T>(few: readonly T[], rest: readonly T[]): readonly T[] {
  if (isWhole) return [...few, ...rest];
  return SIZE === 'few' ? few : rest;
}

/** The number of runs of a property. */
export function runs(few: number, all: number): number {
  if (isWhole) return all;
  return SIZE === 'few' ? few : Math.min(2 * few, all);
}
