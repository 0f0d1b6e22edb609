/** What `explain` calls typical, at each pace. */

import { GUESTS } from '../../guest/specs.ts';
import { typical } from '../../guest/typical-suite.ts';
import { isWhole } from '../../whole/share.ts';

const MOMENTS = isWhole ? 32 : 8;

for (const platform of GUESTS) {
  for (const everyMs of [970, 230, 10]) typical(platform, { everyMs, moments: MOMENTS });
}
