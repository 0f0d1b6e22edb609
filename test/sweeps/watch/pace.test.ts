/** Rare calls at every phase of the rounds, on both chips. */
import { describe } from 'vitest';
import { pace, returns } from '../../watch/pace-suite.ts';
import { CHIPS } from '../../whole/firmware.ts';
import { isWhole } from '../../whole/share.ts';

describe.each(CHIPS)('%s', (chip) => {
  for (const callEveryMs of [100, 1000]) {
    pace(chip, callEveryMs, isWhole ? 18 : 4);
    returns(chip, callEveryMs);
  }
});
