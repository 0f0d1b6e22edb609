import type { LoopPlan } from '../../../contract/device.ts';
import type { Term } from '../../../contract/promises.ts';
import type { Method, Situation } from '../method.ts';
import { detects, ROUND_TRIP, sendPoll, tcpTimeout, typicalWaits, worstPoll } from '../terms.ts';

/** What TCP and the chip notice by themselves: a FIN, data that is not acknowledged, a chip that has lost its state. */
export const tcp: Method<never, object> = {
  name: 'tcp',
  numbersIn: () => ({}),
  endReasons: [
    { number: 1, name: 'peer-closed', meaning: 'FIN: the peer closed in an orderly way' },
    { number: 2, name: 'reset', meaning: 'closed, with neither FIN nor timeout seen: most likely the peer sent RST' },
    { number: 4, name: 'send-timeout', meaning: 'data was not acknowledged for too long' },
    { number: 10, name: 'chip-fault', meaning: 'the chip had to be reset' },
    { number: 16, name: 'closed', meaning: 'closed by the peer or the application: kw_watch has seen no failure' },
  ],
  detection: (failure, _numbers, situation) => {
    const { loop, retransmission } = situation;
    const poll = worstPoll(loop);
    switch (failure.name) {
      case 'orderly-close':
        return [detects('fin', 'peer-closed', [ROUND_TRIP, poll, ...finPolls(situation)], typicalFinMs(loop))];
      case 'chip-reset':
        return [detects('chip-check', 'chip-fault', [poll], Math.max(loop.sweepMs / 2, typicalWaits(1, loop)))];
      case 'cut-while-sending': {
        const terms = [sendPoll(loop), tcpTimeout(retransmission), poll];
        return [detects('data', 'send-timeout', terms, retransmission.tcpTimeoutMs + typicalWaits(2, loop))];
      }
      default:
        return [];
    }
  },
  words: {
    terms: { 'fin-polls': 'calls that take what is left, answer the FIN and find both sides closed' },
    names: {
      data: { text: 'retransmission of data', isGeneral: true },
      fin: { text: 'FIN' },
      'chip-check': { text: 'chip check' },
    },
  },
};

/** Of a project that calls seldom: the calls that find data before the FIN, the FIN, and both sides closed. */
const CALLS_FOR_FIN = 2;
/** An echo waits while a message of the device is under way. */
const CALLS_FOR_SENDING = 1;
/** The close of a WebSocket, its answer, and the end of what the device was sending. */
const CALLS_FOR_WEBSOCKET = 3;

/** Data before the FIN is taken in one call, the next one answers the FIN. A loop of the firmware's own goes on at once. */
function finPolls({ loop: { callEveryMs, worstPollMs }, protocol, sendings }: Situation): readonly Term[] {
  if (callEveryMs === null) return [];
  const calls =
    CALLS_FOR_FIN +
    (sendings.length > 0 ? CALLS_FOR_SENDING : 0) +
    (protocol === 'websocket' ? CALLS_FOR_WEBSOCKET : 0);
  return [{ key: 'fin-polls', ms: calls * worstPollMs }];
}

/** Without data before the FIN: one call answers it, and the next one, a whole pause later, finds the end. */
function typicalFinMs(loop: LoopPlan): number {
  return ROUND_TRIP.ms + typicalWaits(1, loop) + (loop.callEveryMs ?? 0);
}
