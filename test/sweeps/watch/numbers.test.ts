/** Every kind of end, on sockets that are not those from 0 on. */
import { describe } from 'vitest';
import { behindOthers, leavesOthers, withGaps } from '../../watch/numbers-suite.ts';
import { CHIPS } from '../../whole/firmware.ts';
import { shareOf } from '../../whole/share.ts';

const SINGLE = ['echo', 'cable-cut', 'orderly-close', 'zero-window', 'chip-reset'];
const WITH_OTHERS = ['power-cut', 'peer-reboot'];

describe.each(CHIPS)('%s', (chip) => {
  behindOthers(chip, shareOf([...SINGLE, ...WITH_OTHERS, 'all-slots-dead'], 4));
  withGaps(chip, shareOf(SINGLE, 4), [0, 1, 3]);
  withGaps(chip, shareOf(WITH_OTHERS, 2), [0]);
  leavesOthers(chip);
});
