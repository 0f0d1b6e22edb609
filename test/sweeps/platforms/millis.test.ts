/** Milliseconds of the project on a board that the firmware owns: every scenario on both engines, and the matrix. */
import { describe } from 'vitest';
import { BUILT_IN } from '../../../simulator/scenario/builtin.ts';
import { OWNERS, owner, scenarios, times } from '../../platforms/millis-suite.ts';
import { methodMatrix } from '../../ways/matrix-suite.ts';
import { FAILURES } from '../../ways/methods.ts';
import { isWhole, shareOf } from '../../whole/share.ts';

const NAMES = BUILT_IN.filter(({ name }) => !name.startsWith('ws-') && name !== 'idle').map(({ name }) => name);

for (const platform of OWNERS) {
  scenarios(platform, 'host', shareOf(NAMES, 3));
  times(platform, [null, 100, 1000, 2500, 3900, 4500, 6000], isWhole ? [0, 137, 250, 499, 750, 999] : [250]);
}
scenarios('registers', 'arm', shareOf(NAMES, 3, 1));

describe.each(OWNERS)('methods, %s', (platform) => {
  methodMatrix({
    spec: owner(platform),
    chips: isWhole ? ['W5500', 'W5200'] : ['W5500'],
    failures: (_chip, row) => (isWhole ? Object.keys(FAILURES) : shareOf(Object.keys(FAILURES), 7, row)),
    long: () => isWhole,
  });
});
