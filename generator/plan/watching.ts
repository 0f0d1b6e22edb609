/** The pace at which sockets are watched that the application serves. */
import type { LoopPlan, RetransmissionPlan, WatchingPlan } from '../../contract/device.ts';
import type { Spec } from '../../contract/spec.ts';
import { CLOCK_TOLERANCE } from '../hardware/clock.ts';
import type { Platform } from '../platforms/platform.ts';
import { PLATFORMS } from '../platforms/registry.ts';

/** Of two looks one is at what came, the other at what is under way: either is seen within 16 ms where calls are frequent. */
const ROUND_MS = 8;
/** A PHY takes longer than this to negotiate a link again, so no loss of it is overlooked. */
const LOOK_MS = 100;
/** The first SEND of a connection is seen so late: the connection, then its identity, then what is under way. */
const LATE_ROUNDS = 4;
/** The headers of the frames, and what they read and write: most on a W5200, whose headers have four bytes. */
const MOST_SPI_BYTES = 32;

/** Null: the firmware serves the sockets itself. */
export function planWatching(spec: Spec, { tcpTimeoutMs }: RetransmissionPlan): WatchingPlan | null {
  const platform: Platform = PLATFORMS[spec.mcu.platform];
  if (platform.watches !== true || spec.watched === null || spec.callEveryMs === null) return null;
  const { callEveryMs } = spec;
  const { onDeath, lock } = spec.watched;
  const sockets = spec.sockets.reduce((sum, { count }) => sum + count, 0);
  const lateMs = LATE_ROUNDS * roundOf(sockets, { callEveryMs, roundMs: ROUND_MS });
  const unansweredMs = Math.floor(Math.max(tcpTimeoutMs / 2, tcpTimeoutMs * (1 - CLOCK_TOLERANCE) - lateMs));
  const pace = { callEveryMs, roundMs: ROUND_MS, lookMs: LOOK_MS, unansweredMs };
  return { ...pace, onDeath, locks: lock, mostSpiBytes: MOST_SPI_BYTES };
}

/**
 * A call looks at one socket or, at the end of a round, at the chip. What comes right after its look waits for two
 * rounds, and for two more where its bytes were just changing; what is decided then is done in the round after.
 */
export function planWatchedLoop(sockets: number, watching: WatchingPlan): LoopPlan {
  const { callEveryMs } = watching;
  const sweepRoundMs = roundOf(sockets, watching);
  return {
    callEveryMs: null,
    stuckMs: null,
    sweepMs: sweepRoundMs / sockets,
    sweepRoundMs,
    longestRoundMs: sweepRoundMs,
    typicalWaitMs: sweepRoundMs,
    chunkBytes: 0,
    requestBytes: 0,
    worstPollMs: 5 * sweepRoundMs + callEveryMs,
    longestPollMs: 1,
  };
}

function roundOf(sockets: number, { callEveryMs, roundMs }: Pick<WatchingPlan, 'callEveryMs' | 'roundMs'>): number {
  return Math.max(roundMs + callEveryMs, (sockets + 1) * callEveryMs);
}
