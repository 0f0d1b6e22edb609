import type { Need } from './needs.ts';

/** The needs that keepwire meets, each with the test that shows it. Nothing counts that has none. */
export const OFFERS: Readonly<Partial<Record<Need, string>>> = {
  noReset: 'test/whole/no-reset-pin.test.ts',
};
