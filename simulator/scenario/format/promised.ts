/** What the plan promises for a failure that a scenario expects to be detected. */
import type { WatchedDevice } from '../../../contract/device.ts';
import type { DetectionPlan } from '../../../contract/promises.ts';
import { durationMs } from './duration.ts';
import type { Detected, Duration } from './scenario.generated.ts';
import { socketNumbered } from './socket-numbered.ts';

/** What a scenario may expect beside the failures of the plan. */
const UNPLANNED = ['chip-fault', 'websocket-close'] as const;

type Unplanned = (typeof UNPLANNED)[number];

export function isUnplanned(as: Detected['as']): as is Unplanned {
  return UNPLANNED.some((name) => name === as);
}

export interface PromisedDetection {
  readonly covered: boolean;
  readonly boundMs: number | null;
  /** The allowed end reasons; empty: any. */
  readonly reasons: readonly string[];
  /** Keys of the spec of which any one would cover the failure; empty where it is covered. */
  readonly coveredBy: readonly string[];
  /** False: the plan has no row for this failure. */
  readonly isPlanned: boolean;
}

type Planned = Pick<DetectionPlan, 'covered' | 'boundMs' | 'reasons' | 'coveredBy'>;

/** By the plan of the connection's socket; if `socket` is null, by the largest bound of all sockets. */
export function promisedFor(expected: Detected, plan: WatchedDevice, socket: number | null): PromisedDetection {
  const planned = plannedFor(expected.as, plan, socket);
  return {
    covered: planned?.covered === true || expected.within !== undefined,
    boundMs: expected.within === undefined ? (planned?.boundMs ?? null) : withinMs(expected.within, plan, socket),
    reasons: expected.reason === undefined ? (planned?.reasons ?? []) : [expected.reason],
    coveredBy: planned?.coveredBy ?? [],
    isPlanned: planned !== undefined,
  };
}

/** Milliseconds. If `socket` is null, a word of the plan is the largest of all sockets. */
export function withinMs(within: Duration, plan: WatchedDevice, socket: number | null): number {
  const sockets = plan.sockets.filter(({ number }) => socket === null || number === socket);
  return durationMs(within, plan, sockets);
}

/** The firmware notices a chip fault at its next poll, whatever the peers do. */
function plannedFor(failure: Detected['as'], plan: WatchedDevice, socket: number | null): Planned | undefined {
  if (failure === 'chip-fault' && plan.watching === null) {
    return { covered: true, boundMs: plan.loop.worstPollMs, reasons: [failure], coveredBy: [] };
  }
  if (failure === 'websocket-close') return closeOf(plan, socket);
  const rows = (socket === null ? undefined : socketNumbered(plan, socket)?.detection) ?? plan.detection;
  // On platform iolibrary the application sets up the chip again, after the fault was reported.
  const planned = failure === 'chip-fault' ? 'chip-reset' : failure;
  return rows.find((detection) => detection.failure === planned);
}

/** One poll passes until the firmware knows of the close, and one at the end. */
const POLLS_OF_CLOSE = 2;
/** Of a project that calls seldom: a message before the close, and what the device sends meanwhile, take two calls each. */
const CALLS_BEFORE_CLOSE = 4;

/** The limit for the close of a WebSocket. A loop of the firmware's own goes on at once. */
function closeOf(plan: WatchedDevice, socket: number | null): Planned {
  const { callEveryMs, worstPollMs } = plan.loop;
  const polls = POLLS_OF_CLOSE + (callEveryMs === null ? 0 : CALLS_BEFORE_CLOSE);
  const boundMs = withinMs('closeS', plan, socket) + polls * worstPollMs;
  return { covered: true, boundMs, reasons: ['websocket-closed'], coveredBy: [] };
}
