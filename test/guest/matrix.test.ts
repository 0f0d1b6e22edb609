/** The method matrix of firmware in a project on HAL, and of another kind: a share of the cells, in the sweeps all. */
import { describe } from 'vitest';
import { methodMatrix } from '../ways/matrix-suite.ts';
import { FAILURES } from '../ways/methods.ts';
import { isWhole } from '../whole/share.ts';
import { GUESTS, guest } from './specs.ts';

/** Ports and time lie below the methods: each method meets some failures, on one of the two. */
const FEW_IN = 7;

describe.each(GUESTS)('%s', (platform) => {
  const shift = GUESTS.indexOf(platform);
  methodMatrix({
    spec: guest(platform),
    chips: isWhole ? ['W5500', 'W5200'] : ['W5500'],
    failures: (_chip, row) => {
      const all = Object.keys(FAILURES);
      if (isWhole) return all;
      return row % GUESTS.length === shift ? all.filter((_, column) => (row + column) % FEW_IN === 0) : [];
    },
    long: () => isWhole,
  });
});
