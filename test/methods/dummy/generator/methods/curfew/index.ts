import { MS_PER_S, NS_PER_MS } from '../../../values/time.ts';
import { messageBytes } from '../../protocols/messages/message.ts';
import type { Method } from '../method.ts';
import { detects, ROUND_TRIP, worstPoll } from '../terms.ts';
import { curfewFirmware } from './firmware.ts';
import type { CurfewPlan } from './plan.ts';
import { curfewSchema } from './schema.ts';

interface CurfewSpec {
  readonly text: string | null;
  readonly hex: string | null;
  readonly afterS: number;
}

/** Ends each connection some time after its begin, or when the peer says so. */
export const curfew: Method<CurfewSpec, CurfewPlan> = {
  name: 'curfew',
  spec: { key: 'curfew', scope: 'socket', schema: curfewSchema },
  rules: [
    {
      id: 'curfew/after-probes',
      needs: ['/curfew', '/keepalive'],
      check: ({ spec }) => {
        const { curfew } = spec as unknown as { readonly curfew: CurfewSpec | null };
        return curfew !== null && curfew.afterS < spec.keepalive.NO_DATA_PERIOD
          ? [{ pointer: '/curfew/afterS', message: `Found ${curfew.afterS}. Allowed: NO_DATA_PERIOD or more.` }]
          : [];
      },
    },
  ],
  messages: [
    {
      name: 'curfew',
      path: '',
      inSpec: (value) => value,
      inPlan: ({ message }) => message,
      isOptional: true,
      isSought: true,
      isLast: true,
    },
  ],
  plan: (value) => ({ message: messageBytes(value), afterMs: value.afterS * MS_PER_S }),
  endReasons: [{ number: 12, name: 'curfew', meaning: 'the connection was too old' }],
  failures: ({ message }) => (message === null ? [] : [{ name: 'curfew-called' }]),
  detection: ({ name, kernel }, { afterMs, message }, { loop }) => {
    const poll = worstPoll(loop);
    if (name === 'curfew-called' && message !== null) {
      return [detects('curfew', 'curfew', [ROUND_TRIP, poll], ROUND_TRIP.ms)];
    }
    return kernel === undefined
      ? []
      : [detects('curfew', 'curfew', [{ key: 'curfew.afterS', ms: afterMs }, poll], afterMs / 2)];
  },
  remarks: () => [{ key: 'curfew-ends-all' }],
  words: {
    names: { curfew: { text: 'curfew', isGeneral: true } },
    failures: { 'curfew-called': { title: 'the peer calls the curfew', why: 'the message is found in what it sends' } },
    remarks: { 'curfew-ends-all': () => 'A curfew ends connections of living peers, too.' },
  },
  allowedCloses: ({ afterMs }) => [
    {
      reason: 'curfew',
      isRight: ({ closedNs, establishedNs, pollNs, saidNs }) =>
        closedNs + pollNs - establishedNs >= afterMs * NS_PER_MS || (saidNs('curfew') ?? Infinity) <= closedNs,
    },
  ],
  firmware: curfewFirmware,
};
