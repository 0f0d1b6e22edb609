import { closeAfterSilence } from '../allowed-close.ts';
import type { Method } from '../method.ts';
import { dataUnanswered, detects, pollTerms, timesADay, typicalWaits } from '../terms.ts';
import { pingFirmware } from './firmware.ts';
import { type PingPlan, type PingSpec, planPing } from './plan.ts';
import { pingSamples } from './samples.ts';
import { pingSchema } from './schema.ts';

/** Pings of a WebSocket (RFC 6455 section 5.5.2), and the end of a connection on which they are not answered. */
export const ping: Method<PingSpec, PingPlan> = {
  name: 'ping',
  spec: { key: 'ping', scope: 'socket', within: 'websocket', schema: pingSchema },
  isOffered: ({ protocol }) => protocol === 'websocket',
  samples: pingSamples,
  plan: planPing,
  endReasons: [{ number: 14, name: 'no-pong', meaning: 'the client of a WebSocket did not answer a ping' }],
  detection: (failure, { afterIdleMs, withinMs, tries }, situation) => {
    if (failure.kernel === undefined || failure.answersPings === true) return [];
    const silence = { key: 'websocket.ping.afterIdleS', ms: afterIdleMs };
    const answers = { key: 'websocket.ping.withinS', times: tries, ms: tries * withinMs };
    const { loop } = situation;
    const terms = [silence, answers, ...pollTerms(loop)];
    return [
      ...dataUnanswered(failure, silence, situation),
      detects('ping', 'no-pong', terms, afterIdleMs / 2 + tries * withinMs + typicalWaits(2, loop)),
    ];
  },
  remedies: { 'websocket.ping': { afterIdleMs: 30_000, withinMs: 5000, tries: 2 } },
  sends: ({ afterIdleMs, withinMs }) => ({
    ...{ key: 'websocket.ping.afterIdleS', firstAfterMs: afterIdleMs },
    again: { key: 'websocket.ping.withinS', afterMs: withinMs },
  }),
  costs: ({ afterIdleMs }) => [{ method: 'ping', packetsPerDay: 4 * timesADay(afterIdleMs) }],
  allowedCloses: ({ afterIdleMs, tries, withinMs }) => [closeAfterSilence('no-pong', afterIdleMs + tries * withinMs)],
  words: {
    names: { ping: { text: 'ping', isGeneral: true } },
    costs: { ping: 'ping, pong and two acknowledgements at most, every websocket.ping.afterIdleS' },
  },
  firmware: pingFirmware,
};
