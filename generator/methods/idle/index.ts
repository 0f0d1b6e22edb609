import type { SocketSpec } from '../../../contract/spec.ts';
import { closeAfterSilence } from '../allowed-close.ts';
import type { Method } from '../method.ts';
import { detects, pollTerms, typicalWaits } from '../terms.ts';
import { idleFirmware } from './firmware.ts';
import { type IdlePlan, planIdle } from './plan.ts';
import { idleSamples } from './samples.ts';
import { idleSchema } from './schema.ts';

type IdleSpec = NonNullable<SocketSpec['idle']>;

/** Closes connections on which nothing has been received for a time. */
export const idle: Method<IdleSpec, IdlePlan> = {
  name: 'idle',
  spec: { key: 'idle', scope: 'socket', schema: idleSchema, complete: withCheck },
  samples: idleSamples,
  plan: planIdle,
  endReasons: [{ number: 5, name: 'idle', meaning: 'nothing received for longer than the idle limit' }],
  detection: ({ kernel }, { closeAfterMs, checkEveryMs }, { loop }) => {
    if (kernel === undefined) return [];
    const terms = [
      { key: 'idle.closeAfterS', ms: closeAfterMs },
      { key: 'idle.checkEveryS', ms: checkEveryMs },
    ];
    const typicalMs = closeAfterMs + checkEveryMs / 2 + typicalWaits(2, loop);
    return [detects('idle', 'idle', [...terms, ...pollTerms(loop)], typicalMs)];
  },
  remedies: { idle: { closeAfterMs: 600_000, checkEveryMs: 60_000 } },
  mustReceive: ({ closeAfterMs }) => ({ bytes: null, withinMs: closeAfterMs }),
  allowedCloses: ({ closeAfterMs }) => [closeAfterSilence('idle', closeAfterMs)],
  words: {
    names: { idle: { text: 'idle limit', isGeneral: true } },
    silenceLimit: 'an idle limit',
  },
  firmware: idleFirmware,
};

/** Two checks in the time allowed, as Swoole's documentation advises; at least one second apart. */
function withCheck(value: IdleSpec): IdleSpec {
  const given = value as Partial<IdleSpec>; // the schema has no default for `checkEveryS`
  return { ...value, checkEveryS: given.checkEveryS ?? Math.max(1, Math.floor(value.closeAfterS / 2)) };
}
