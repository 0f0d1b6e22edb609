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
/** The headers of the frames, and what they read and write: most on a W5200, whose headers have four bytes. */
const MOST_SPI_BYTES = 32;

/** Null: the firmware serves the sockets itself. */
export function planWatching(spec: Spec, { tcpTimeoutMs }: RetransmissionPlan): WatchingPlan | null {
  const platform: Platform = PLATFORMS[spec.mcu.platform];
  if (platform.watches !== true || spec.watched === null) return null;
  const { onDeath, lock, callEveryMs } = spec.watched;
  const unansweredMs = Math.floor(tcpTimeoutMs * (1 - CLOCK_TOLERANCE));
  const pace = { callEveryMs, roundMs: ROUND_MS, lookMs: LOOK_MS, unansweredMs };
  return { ...pace, onDeath, locks: lock, mostSpiBytes: MOST_SPI_BYTES };
}

/** A call looks at one socket or, at the end of a round, at the chip; what comes right after its look waits for
 * two rounds, and for two more where its bytes were just changing. */
export function planWatchedLoop(sockets: number, { callEveryMs, roundMs }: WatchingPlan): LoopPlan {
  const sweepRoundMs = Math.max(roundMs + callEveryMs, (sockets + 1) * callEveryMs);
  return {
    sweepMs: sweepRoundMs / sockets,
    sweepRoundMs,
    chunkBytes: 0,
    requestBytes: 0,
    worstPollMs: 4 * sweepRoundMs + callEveryMs,
    longestPollMs: 1,
  };
}
