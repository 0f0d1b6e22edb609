import type { SocketSpec } from '../../../contract/spec.ts';
import { MS_PER_S } from '../../../values/time.ts';
import { defaultOf } from '../../firmware/defaults.ts';
import type { Method } from '../method.ts';
import { detects, sendPoll, typicalWaits, worstPoll } from '../terms.ts';
import type { SendTimeoutPlan } from './plan.ts';
import { sendTimeoutSamples } from './samples.ts';
import { sendTimeoutSchema } from './schema.ts';

/** Closes connections whose peer does not acknowledge data for a time. */
export const sendTimeout: Method<NonNullable<SocketSpec['sendTimeoutS']>, SendTimeoutPlan> = {
  name: 'send-timeout',
  spec: { key: 'sendTimeoutS', scope: 'socket', schema: sendTimeoutSchema, default: defaultOf('sendTimeoutS') },
  samples: sendTimeoutSamples,
  plan: (seconds) => ({ withinMs: seconds * MS_PER_S }),
  detection: ({ name }, { withinMs: ms }, { loop }) => {
    if (name !== 'zero-window' && name !== 'cut-while-sending') return [];
    const terms = [sendPoll(loop), { key: 'sendTimeoutS', ms }, worstPoll(loop)];
    return [detects('send-timeout', 'send-timeout', terms, ms + typicalWaits(2, loop))];
  },
  sendLimitMs: ({ withinMs }) => withinMs,
  remedies: { sendTimeoutS: { withinMs: 60_000 } },
  remarks: (all, { retransmission: { tcpTimeoutMs } }) =>
    all.some(({ withinMs }) => withinMs < tcpTimeoutMs) ? [{ key: 'short-send-timeout', tcpTimeoutMs }] : [],
  words: {
    names: { 'send-timeout': { text: 'send timeout' } },
    remarks: {
      'short-send-timeout': ({ tcpTimeoutMs }: { readonly tcpTimeoutMs: number }) =>
        `sendTimeoutS is shorter than the TCP timeout of ${tcpTimeoutMs} ms. The firmware closes the connection before the chip has sent all retransmissions that RCR allows.`,
    },
  },
};
