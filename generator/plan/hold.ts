import type { KeepalivePlan, LoopPlan, RetransmissionPlan, SocketPlan } from '../../contract/device.ts';
import type { Plan } from '../../contract/plan.ts';
import { MS_PER_S } from '../../values/time.ts';
import { CLOCK_TOLERANCE } from '../hardware/clock.ts';
import { solveRetransmission } from '../hardware/retransmission.ts';

export type HoldWarning =
  | {
      readonly key: 'held-probes';
      /** Those that are meant; null: every probed socket. */
      readonly sockets: readonly number[] | null;
      /** The shortest KA_SEND_PERIOD of these sockets. */
      readonly wantedMs: number;
      readonly holdMs: number;
      /** The largest count with which no probe is held, and its TCP timeout; null: there is none. */
      readonly fittingCount: number | null;
      readonly fittingTcpTimeoutMs: number | null;
    }
  /** The chip's own timer is no longer than the TCP timeout. */
  | { readonly key: 'short-chip-timer'; readonly periodMs: number; readonly tcpTimeoutMs: number };

/** The command and its reading by the chip take less than one; the other is the tick in which the probe was sent. */
const MARGIN_MS = 2;

/**
 * How long after a probe the next one may be sent, in whole ms: when the chip's repetitions have ended, whichever of the
 * two clocks is fast, and the loop has seen it. See docs/detection-time.md.
 */
export function planProbeHold({ tcpTimeoutMs }: RetransmissionPlan, { worstPollMs }: LoopPlan): number {
  return Math.ceil(tcpTimeoutMs * (1 + CLOCK_TOLERANCE)) + MARGIN_MS + worstPollMs;
}

/** The chip counts by its own timer and sends no probe while one is being repeated: there is nothing to hold. */
export function holdProbes(keepalive: KeepalivePlan, holdMs: number): KeepalivePlan {
  if (keepalive.by === 'chip') return keepalive;
  return { ...keepalive, holdMs, probeIntervalMs: Math.max(keepalive.KA_SEND_PERIOD * MS_PER_S, holdMs) };
}

/** Where the hold, and not KA_SEND_PERIOD, says how often probes leave, and where the chip would need a hold. */
export function planHoldWarnings(plan: Pick<Plan, 'sockets' | 'retransmission' | 'loop'>): HoldWarning[] {
  return [...heldWarnings(plan), ...chipWarnings(plan)];
}

type Holder = Parameters<typeof planHoldWarnings>[0];

function heldWarnings(plan: Holder): HoldWarning[] {
  const probed = plan.sockets.filter(({ keepalive }) => keepalive !== null);
  const held = probed.filter(({ keepalive }) => keepalive !== null && isHeld(keepalive));
  const holdMs = held[0]?.keepalive?.holdMs ?? null;
  if (holdMs === null) return [];
  const wantedMs = Math.min(...held.map(wantedIntervalMs));
  const sockets = held.length === probed.length ? null : held.map(({ number }) => number);
  return [{ key: 'held-probes', sockets, wantedMs, holdMs, ...fitting(plan, wantedMs) }];
}

function isHeld({ holdMs, KA_SEND_PERIOD }: KeepalivePlan): boolean {
  return holdMs !== null && holdMs > KA_SEND_PERIOD * MS_PER_S;
}

function wantedIntervalMs({ keepalive }: SocketPlan): number {
  return (keepalive?.KA_SEND_PERIOD ?? Number.POSITIVE_INFINITY) * MS_PER_S;
}

function fitting({ retransmission: { timeoutMs, count }, loop }: Holder, wantedMs: number) {
  for (let fewer = count - 1; fewer >= 1; fewer--) {
    const it = solveRetransmission({ timeoutMs, count: fewer });
    if (it !== null && planProbeHold(it, loop) <= wantedMs) {
      return { fittingCount: fewer, fittingTcpTimeoutMs: it.tcpTimeoutMs };
    }
  }
  return { fittingCount: null, fittingTcpTimeoutMs: null };
}

function chipWarnings({ sockets, retransmission: { tcpTimeoutMs } }: Holder): HoldWarning[] {
  const periods = sockets.flatMap(({ keepalive }) => (keepalive?.by === 'chip' ? [keepalive.probeIntervalMs] : []));
  const periodMs = Math.min(...periods);
  return periodMs <= tcpTimeoutMs ? [{ key: 'short-chip-timer', periodMs, tcpTimeoutMs }] : [];
}
