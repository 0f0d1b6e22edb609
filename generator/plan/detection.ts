import type { BareSocket, LoopPlan, RetransmissionPlan } from '../../contract/device.ts';
import type { EndReason } from '../../contract/firmware.ts';
import type { DetectionPlan, Failure, MethodPlan } from '../../contract/promises.ts';
import { methodsFor, type Situation } from './methods.ts';

/** In the order of tables. */
const FAILURES: readonly Failure[] = [
  'cable-cut',
  'power-cut',
  'nat-forgot',
  'cut-while-sending',
  'silent-client',
  'peer-reboot',
  'peer-hung',
  'zero-window',
  'link-down',
  'chip-reset',
  'orderly-close',
  'goodbye',
];

export interface DetectionInput {
  readonly socket: BareSocket;
  readonly retransmission: RetransmissionPlan;
  readonly loop: LoopPlan;
  readonly link: Situation['link'];
  readonly health: Situation['health'];
}

/**
 * How long it takes at most until one socket notices each kind of failure: from the failure to the moment the socket has
 * left ESTABLISHED and the application's hook was called. Every method that is configured and sees the failure is
 * listed; the quickest gives the bound, and which of them comes first at the time is open, since the peer may have been
 * silent for long when it fails.
 */
export function planDetection(input: DetectionInput): DetectionPlan[] {
  return FAILURES.filter((failure) => failure !== 'goodbye' || input.socket.watch.goodbye?.message != null).map(
    (failure) => rowOf(failure, methodsFor(failure, input)),
  );
}

function rowOf(failure: Failure, found: readonly MethodPlan[]): DetectionPlan {
  const methods = [...found].sort((a, b) => a.worstMs - b.worstMs);
  const first = methods[0];
  return {
    failure,
    covered: first !== undefined,
    boundMs: first?.worstMs ?? null,
    terms: first?.terms ?? [],
    reason: first?.reason ?? null,
    reasons: [...new Set([...methods.map(({ reason }) => reason), ...unacknowledged(failure, methods)])],
    methods,
  };
}

/** Behind a wire that is cut nothing is acknowledged: data that happens to be under way ends it as a probe would. */
function unacknowledged(failure: Failure, methods: readonly MethodPlan[]): readonly EndReason[] {
  const isSilent = ['cable-cut', 'power-cut', 'nat-forgot', 'link-down', 'silent-client'].includes(failure);
  return isSilent && methods.length > 0 ? ['send-timeout'] : [];
}

/** For each failure the row of the socket that takes longest; one that does not see it at all takes for ever. */
export function worstDetection(sockets: readonly (readonly DetectionPlan[])[]): DetectionPlan[] {
  const rows = new Map<Failure, DetectionPlan>();
  for (const row of sockets.flat()) {
    const worst = rows.get(row.failure);
    if (worst === undefined || (row.boundMs ?? Infinity) > (worst.boundMs ?? Infinity)) rows.set(row.failure, row);
  }
  return FAILURES.flatMap((failure) => rows.get(failure) ?? []);
}
