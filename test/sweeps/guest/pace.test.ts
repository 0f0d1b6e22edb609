/** Every way of noticing at each pace, with regular and irregular calls. */

import { pace } from '../../guest/pace-suite.ts';
import { GUESTS } from '../../guest/specs.ts';
import { isWhole } from '../../whole/share.ts';

const PHASES = isWhole ? 12 : 4;

for (const platform of GUESTS) {
  pace(platform, { everyMs: 1000, phases: PHASES, used: 0.65, irregular: true });
  pace(platform, { everyMs: 100, phases: PHASES, used: 0.8, irregular: true });
  pace(platform, { everyMs: 10, phases: PHASES, used: 0.8, irregular: true });
}
