import type { Spec } from '../../../contract/spec.ts';
import { MS_PER_S } from '../../../values/time.ts';
import type { Method } from '../method.ts';
import { detects, typicalWaits, worstPoll } from '../terms.ts';
import { healthFirmware } from './firmware.ts';
import type { HealthPlan } from './plan.ts';
import { healthSamples } from './samples.ts';
import { healthSchema } from './schema.ts';

/** Reads back at intervals whether the chip still has its registers. */
export const health: Method<NonNullable<Spec['health']>, HealthPlan> = {
  name: 'health',
  spec: { key: 'health', scope: 'device', schema: healthSchema },
  samples: healthSamples,
  plan: ({ everyS }) => ({ everyMs: everyS * MS_PER_S }),
  detection: ({ name }, { everyMs }, { loop }) =>
    name === 'chip-reset'
      ? [
          detects(
            'health',
            'chip-fault',
            [{ key: 'health.everyS', ms: everyMs }, worstPoll(loop)],
            everyMs / 2 + typicalWaits(1, loop),
          ),
        ]
      : [],
  remedies: { health: { everyMs: 10_000 } },
  words: { names: { health: { text: 'health' } } },
  firmware: healthFirmware,
};
