/** How many seeds a sweep tries: a share of the work in the suite, all of it with KEEPWIRE_SWEEP=all. */
import { range } from './sweep.ts';

export function seeds(inSuite: number, all: number): readonly number[] {
  return range(1, 1 + (process.env.KEEPWIRE_SWEEP === 'all' ? all : inSuite));
}
