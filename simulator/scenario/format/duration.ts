/** Durations of a scenario in the terms of a plan. */
import type { DeviceSocket, KeepalivePlan, WatchedDevice } from '../../../contract/device.ts';
import type { DetectionPlan } from '../../../contract/promises.ts';
import type { Duration, DurationTerm, PlanWord } from './scenario.generated.ts';

type Period = Extract<PlanWord, 'NO_DATA_PERIOD' | 'KA_SEND_PERIOD'>;

/** Milliseconds. The two periods for peers whose sockets are not probed: the spec has no periods for them. */
const UNPROBED: Readonly<Record<Period, number>> = { NO_DATA_PERIOD: 10_000, KA_SEND_PERIOD: 5000 };

/**
 * Milliseconds. A list is the sum of its terms.
 *
 * @param sockets those that the peers in question may be connected to. NO_DATA_PERIOD and KA_SEND_PERIOD are the periods
 *   of these sockets, the second one never shorter than the hold between two probes; where they differ, each word is its largest value, so that a wait is long enough for all of them.
 */
export function durationMs(duration: Duration, plan: WatchedDevice, sockets: readonly DeviceSocket[]): number {
  const terms: readonly DurationTerm[] = Array.isArray(duration) ? duration : [duration];
  return terms.reduce((sum, term) => sum + termMs(term, plan, sockets), 0);
}

function termMs(term: DurationTerm, plan: WatchedDevice, sockets: readonly DeviceSocket[]): number {
  if (typeof term === 'string') return wordMs(term, plan, sockets);
  if ('ms' in term) return term.ms;
  if ('s' in term) return term.s * 1000;
  return term.times * wordMs(term.of, plan, sockets);
}

function wordMs(word: PlanWord, plan: WatchedDevice, sockets: readonly DeviceSocket[]): number {
  switch (word) {
    case 'NO_DATA_PERIOD':
      return largestMs(sockets, word, ({ NO_DATA_PERIOD }) => NO_DATA_PERIOD * 1000);
    case 'KA_SEND_PERIOD':
      return largestMs(sockets, word, ({ probeIntervalMs }) => probeIntervalMs);
    case 'tcpTimeout':
      return plan.retransmission.tcpTimeoutMs;
    case 'bound':
      return Math.max(...allRows(plan).map((detection) => detection.boundMs ?? 0));
    case 'slowest':
      return Math.max(0, ...allRows(plan).flatMap(({ methods }) => methods.map(({ worstMs }) => worstMs)));
    case 'handshakeS':
      return Math.max(0, ...sockets.map(({ websocket }) => websocket?.handshakeMs ?? 0));
    case 'closeS':
      return Math.max(0, ...sockets.map(({ websocket }) => websocket?.closeMs ?? 0));
    default:
      return word satisfies never;
  }
}

function largestMs(
  sockets: readonly DeviceSocket[],
  period: Period,
  periodOf: (keepalive: KeepalivePlan) => number,
): number {
  const periods = sockets.flatMap(({ keepalive }) => (keepalive === null ? [] : [periodOf(keepalive)]));
  return periods.length === 0 ? UNPROBED[period] : Math.max(...periods);
}

/** If one socket does not notice a failure, the bounds of the others still count. */
function allRows(plan: WatchedDevice): readonly DetectionPlan[] {
  return [...plan.detection, ...plan.sockets.flatMap((socket) => socket.detection)];
}
