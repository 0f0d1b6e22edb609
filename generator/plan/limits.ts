/** How long each state of a socket may last, and how soon a socket is back after a single fault. */
import type { BoardPlan } from '../../contract/board.ts';
import type { DevicePlan, LimitsPlan, RetransmissionPlan, SocketPlan } from '../../contract/device.ts';
import type { RecoveryPlan, SocketLimits, Term } from '../../contract/promises.ts';
import { MS_PER_S } from '../../values/time.ts';
import { CLOCK_TOLERANCE } from '../hardware/clock.ts';
import { callPauses, sumOf } from '../methods/terms.ts';
import type { UsedMethod } from '../methods/used.ts';

/** Both FINs of an orderly end: a kernel answers at once, an application may take a moment to close. */
const CLOSE_MS = 1000;
const MARGIN_MS = 1000;
/** Calls of the user's loop in an orderly end: one says goodbye, one sends the FIN, one finds the socket closed. */
const CLOSING_CALLS = 3;
/** A half-closed connection has a limit even where data under way has no limit. */
const HALF_CLOSED_MS = 120 * MS_PER_S;

/** Of the states that the chip ends by itself none lasts longer than an ARP timeout and a TCP timeout. */
export function planLimits(
  { arpTimeoutMs, tcpTimeoutMs }: RetransmissionPlan,
  callEveryMs: number | null = null,
): LimitsPlan {
  const longestMs = arpTimeoutMs + tcpTimeoutMs;
  const stateMs = Math.ceil(longestMs * (1 + CLOCK_TOLERANCE)) + MARGIN_MS;
  const closeMs = CLOSE_MS + CLOSING_CALLS * (callEveryMs ?? 0);
  return { stateMs, closeMs, noEffectMs: closeMs + stateMs };
}

export function planSocketLimits(used: readonly UsedMethod[]): SocketLimits {
  const limits = used.flatMap(({ method, numbers }) => method.sendLimitMs?.(numbers) ?? []);
  const sendMs = limits.length === 0 ? null : Math.min(...limits);
  return { sendMs, halfClosedMs: sendMs ?? HALF_CLOSED_MS };
}

/**
 * Calls of the user's loop from a socket that is not as it should be to one that is open again: the state is seen, its
 * limit passes, the socket is closed, the chip's reset ends, the chip is ready, the socket is open.
 */
const RECOVERY_CALLS = 6;
/** Further ones of a client: its wait ends, the socket is open, the connection is there. */
const CONNECTING_CALLS = 3;

type Planned = Pick<SocketPlan, 'client' | 'keepalive' | 'detection' | 'limits'>;
type Device = Pick<DevicePlan, 'limits' | 'loop'> & Pick<BoardPlan, 'chip'>;

/**
 * From the end of a peer to a socket that takes a new one, with one wrong bit on SPI at any moment. It may cost a probe,
 * or have the socket opened for something else than TCP on its port: then a state limit passes. It may cost the SEND:
 * then the send timeout ends the connection. What is found wrong in the chip's settings costs a restart of the chip.
 */
export function planRecovery({ client, keepalive, detection, limits }: Planned, device: Device): RecoveryPlan {
  const cut = detection.find(({ failure }) => failure === 'cable-cut');
  if (cut == null || cut.boundMs === null || limits.sendMs === null) return { boundMs: null, terms: [] };
  const { chip, loop } = device;
  const stateLimit = { key: 'state-limit', ms: device.limits.stateMs };
  const probe = { key: 'further-probe', ms: keepalive?.probeIntervalMs ?? 0 };
  const detected = [...cut.terms, longest([stateLimit, probe].map((term) => [term]))].flat();
  const terms = [
    ...longest([detected, [{ key: 'progress-limit', ms: limits.sendMs }]]),
    { key: 'chip-restart', ms: chip.retryMs + chip.resetReadyMs },
    { key: 'worst-poll', times: 2, ms: 2 * loop.worstPollMs },
    ...stuckTerms(loop),
    ...callPauses(RECOVERY_CALLS + (client === null ? 0 : CONNECTING_CALLS), loop),
    ...(client === null ? [] : [{ key: 'reconnect.maxMs', ms: client.maxMs }, stateLimit]),
  ];
  return { boundMs: sumOf(terms), terms };
}

function stuckTerms({ stuckMs }: DevicePlan['loop']): readonly Term[] {
  return stuckMs === null ? [] : [{ key: 'stuck-transfer', ms: stuckMs }];
}

function longest(sums: readonly (readonly Term[])[]): readonly Term[] {
  return sums.toSorted((a, b) => sumOf(b) - sumOf(a))[0] ?? [];
}
