/** Chips with other switches than the defaults. */
import fc from 'fast-check';
import type { ChipSwitches } from '../../simulator/chip/chip.ts';
import { SWITCH_VALUES } from '../whole/switch-values.ts';

export type Switches = Partial<ChipSwitches>;

const ENTRIES = Object.entries(SWITCH_VALUES);
const MOST_VALUES = Math.max(...ENTRIES.map(([, values]) => values.length));

/** As many chips as the switch with most values has: together they have every value of every switch. */
export const EVERY_VALUE: readonly Switches[] = Array.from({ length: MOST_VALUES }, (_, round) =>
  Object.fromEntries(ENTRIES.map(([name, values], index) => [name, values[(round + index) % values.length]])),
);

/** Each value alone, all else as by default. */
export const ALONE: readonly Switches[] = ENTRIES.flatMap(([name, values]) =>
  values.map((value) => ({ [name]: value })),
);

export const MIXED = fc.record(
  Object.fromEntries(ENTRIES.map(([name, values]) => [name, fc.constantFrom(...(values as readonly unknown[]))])),
);
