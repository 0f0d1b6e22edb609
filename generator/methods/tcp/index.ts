import type { LoopPlan } from '../../../contract/device.ts';
import type { Term } from '../../../contract/promises.ts';
import type { Method } from '../method.ts';
import { detects, ROUND_TRIP, sendPoll, tcpTimeout, worstPoll } from '../terms.ts';

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
  detection: (failure, _numbers, { loop, retransmission }) => {
    const poll = worstPoll(loop);
    switch (failure.name) {
      case 'orderly-close':
        return [detects('fin', 'peer-closed', [ROUND_TRIP, poll, ...finPoll(loop)], ROUND_TRIP.ms)];
      case 'chip-reset':
        return [detects('chip-check', 'chip-fault', [poll], loop.sweepRoundMs / 2)];
      case 'cut-while-sending': {
        const terms = [sendPoll(loop), tcpTimeout(retransmission), poll];
        return [detects('data', 'send-timeout', terms, retransmission.tcpTimeoutMs)];
      }
      default:
        return [];
    }
  },
  words: {
    terms: { 'fin-poll': 'poll that finds both sides closed' },
    names: { data: { text: 'data sent', isGeneral: true }, fin: { text: 'FIN' }, 'chip-check': { text: 'chip check' } },
  },
};

/** One poll answers the peer's FIN, a later one finds the socket closed. A loop of the firmware's own goes on at once. */
function finPoll({ callEveryMs, worstPollMs }: LoopPlan): readonly Term[] {
  return callEveryMs === null ? [] : [{ key: 'fin-poll', ms: worstPollMs }];
}
