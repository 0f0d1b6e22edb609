import type { PeerClock } from '../../peer/environment/clock.ts';
import { type Clock, NS_PER_MS } from '../../simulator/clock.ts';

/** Virtual time as the peer sees it. */
export function virtualPeerClock(clock: Clock): PeerClock {
  return {
    nowMs: () => clock.nowNs / NS_PER_MS,
    after: (delayMs, run) => {
      const timer = clock.after(Math.max(0, Math.ceil(delayMs * NS_PER_MS)), run);
      return () => timer.cancel();
    },
  };
}
