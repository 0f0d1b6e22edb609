import type { DevicePlan, DeviceSocket } from '../../contract/device.ts';
import type { EndReason } from '../../contract/firmware.ts';
import type { DetectionPlan, Failure, MethodPlan } from '../../contract/promises.ts';
import { type FailureKind, GENERAL_FAILURES } from '../methods/failures.ts';
import { ownFailures, sendingsOf, type UsedMethod } from '../methods/used.ts';
import { coverageOf } from './coverage.ts';
import { seenRows } from './rows.ts';

/**
 * How long it takes at most until one socket notices each kind of failure: from the failure to the moment the socket has
 * left ESTABLISHED and the application's hook was called. Every method that is configured and sees the failure is
 * listed; the quickest gives the bound, and which of them comes first at the time is open, since the peer may have been
 * silent for long when it fails.
 */
export function planDetection(
  used: readonly UsedMethod[],
  device: Pick<DevicePlan, 'retransmission' | 'loop' | 'watching'>,
  socket: Pick<DeviceSocket, 'protocol'>,
): DetectionPlan[] {
  const situation = { ...device, sendings: sendingsOf(used), protocol: socket.protocol };
  const keysThatCover = coverageOf(used, socket, device);
  return [...GENERAL_FAILURES, ...ownFailures(used)].map((failure) => {
    const methods = quickestOfEach(seenRows(failure, used, situation));
    return detectionOf(failure, methods, methods.length > 0 ? [] : keysThatCover(failure));
  });
}

/** Several ways of sending data are one method, and the soonest counts. */
function quickestOfEach(rows: readonly MethodPlan[]): readonly MethodPlan[] {
  const sorted = rows.toSorted((a, b) => a.worstMs - b.worstMs);
  return sorted.filter(({ method }, index) => sorted.findIndex((other) => other.method === method) === index);
}

/**
 * @param methods the quickest first
 * @param coveredBy keys that would add a method
 */
function detectionOf(
  { name: failure }: FailureKind,
  methods: readonly MethodPlan[],
  coveredBy: readonly string[],
): DetectionPlan {
  const first = methods[0];
  return {
    failure,
    covered: first !== undefined,
    boundMs: first?.worstMs ?? null,
    terms: first?.terms ?? [],
    reason: first?.reason ?? null,
    reasons: [...new Set([...methods.map(({ reason }) => reason), ...unacknowledged(failure, methods)])],
    methods,
    coveredBy,
  };
}

const SILENT: readonly Failure[] = [
  ...(['cable-cut', 'power-cut', 'nat-forgot', 'link-down', 'silent-client'] as const),
  'cut-in-message',
];

/** Behind a wire that is cut nothing is acknowledged: data that happens to be under way ends it as a probe would. */
function unacknowledged(failure: Failure, methods: readonly MethodPlan[]): readonly EndReason[] {
  const isSilent = SILENT.includes(failure);
  return isSilent && methods.length > 0 ? ['send-timeout'] : [];
}

/** For each failure the row of the socket that takes longest; one that does not see it at all takes for ever. */
export function worstDetection(sockets: readonly (readonly DetectionPlan[])[]): DetectionPlan[] {
  const rows = new Map<Failure, DetectionPlan>();
  for (const row of sockets.flat()) {
    const worst = rows.get(row.failure);
    if (worst === undefined || (row.boundMs ?? Infinity) > (worst.boundMs ?? Infinity)) rows.set(row.failure, row);
  }
  return [...rows.values()];
}
