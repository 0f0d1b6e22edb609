/** Durations of a scenario in the terms of a plan. */
import type { Plan } from '../../../contract/plan.ts';
import type { Duration, PlanWord, Term } from './scenario.generated.ts';

/** Milliseconds. A list is the sum of its terms. */
export function durationMs(duration: Duration, plan: Plan): number {
  const terms: readonly Term[] = Array.isArray(duration) ? duration : [duration];
  return terms.reduce((sum, term) => sum + termMs(term, plan), 0);
}

function termMs(term: Term, plan: Plan): number {
  if (typeof term === 'string') return wordMs(term, plan);
  if ('ms' in term) return term.ms;
  if ('s' in term) return term.s * 1000;
  return term.times * wordMs(term.of, plan);
}

function wordMs(word: PlanWord, plan: Plan): number {
  switch (word) {
    case 'NO_DATA_PERIOD':
      return plan.keepalive.NO_DATA_PERIOD * 1000;
    case 'KA_SEND_PERIOD':
      return plan.keepalive.KA_SEND_PERIOD * 1000;
    case 'tcpTimeout':
      return plan.retransmission.tcpTimeoutMs;
    case 'bound':
      return Math.max(...allRows(plan).map((detection) => detection.boundMs ?? 0));
    default:
      return word satisfies never;
  }
}

/** Of a failure that one socket does not notice, the others' bounds count all the same. */
function allRows(plan: Plan): Plan['detection'] {
  return [...plan.detection, ...plan.sockets.flatMap((socket) => socket.detection ?? [])];
}
