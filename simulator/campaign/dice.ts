import { type Random, randomFrom } from '../random.ts';

/** Draws for a story; equal seeds give equal draws. */
export interface Dice {
  /** True with this probability. */
  is(probability: number): boolean;
  /** From `least` to `most`, both included. */
  integer(least: number, most: number): number;
  /** Every order of magnitude is equally likely; four digits. */
  magnitude(least: number, most: number): number;
  pick<T>(...choices: readonly [T, ...T[]]): T;
}

export function diceFrom(seed: number): Dice {
  const random: Random = randomFrom(seed);
  const integer = (least: number, most: number): number => least + Math.floor(random.unit() * (most - least + 1));
  return {
    is: (probability) => random.unit() < probability,
    integer,
    magnitude: (least, most) => Number((least * (most / least) ** random.unit()).toPrecision(4)),
    pick: (...choices) => choices[integer(0, choices.length - 1)] ?? choices[0],
  };
}

/** Golden ratio: neighbouring runs get seeds that are far apart. */
const SPREAD = 0x9e37_79b1;
const WORD = 0x1_0000_0000;

/** The seed of one run, which depends on nothing but the campaign's seed and the run's number. */
export function seedOfRun(seed: number, run: number): number {
  const high = randomFrom(Math.floor(seed / WORD)).uint32();
  return randomFrom(seed ^ high ^ Math.imul(run + 1, SPREAD)).uint32();
}
