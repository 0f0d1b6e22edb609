import type { SocketSpec } from '../../../contract/spec.ts';
import { messageBytes } from '../../protocols/messages/message.ts';
import type { Method } from '../method.ts';
import { detects, ROUND_TRIP, typicalWaits, worstPoll } from '../terms.ts';
import { goodbyeFirmware } from './firmware.ts';
import type { GoodbyePlan } from './plan.ts';
import { goodbyeSamples } from './samples.ts';
import { goodbyeSchema } from './schema.ts';

/** Orderly stops, with a message or without, and the same message from the peer. */
export const goodbye: Method<NonNullable<SocketSpec['goodbye']>, GoodbyePlan> = {
  name: 'goodbye',
  spec: { key: 'goodbye', scope: 'socket', schema: goodbyeSchema },
  samples: goodbyeSamples,
  messages: [
    {
      name: 'goodbye',
      path: '',
      inSpec: (value) => value,
      inPlan: ({ message }) => message,
      isOptional: true,
      isSaid: true,
      isSought: true,
      isLast: true,
    },
  ],
  plan: (value) => ({ message: messageBytes(value) }),
  needsStream: () => 'null, or no such key',
  endReasons: [
    { number: 8, name: 'goodbye', meaning: 'the peer said goodbye' },
    { number: 11, name: 'local-stop', meaning: 'ended by this side' },
  ],
  failures: ({ message }) => (message === null ? [] : [{ name: 'goodbye' }]),
  detection: ({ name }, { message }, { loop }) =>
    name === 'goodbye' && message !== null
      ? [detects('goodbye', 'goodbye', [ROUND_TRIP, worstPoll(loop)], ROUND_TRIP.ms + typicalWaits(1, loop))]
      : [],
  allowedCloses: () => [
    { reason: 'local-stop', isRight: () => true },
    { reason: 'goodbye', isRight: ({ saidNs, closedNs }) => (saidNs('goodbye') ?? Infinity) <= closedNs },
  ],
  words: {
    names: { goodbye: { text: 'goodbye' } },
    failures: {
      goodbye: { title: 'the peer says goodbye', how: 'the firmware finds the message in the received data' },
    },
  },
  firmware: goodbyeFirmware,
};
