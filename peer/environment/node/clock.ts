import type { PeerClock } from '../clock.ts';

/** The longest delay of `setTimeout`, in milliseconds: 2^31 - 1. */
const LONGEST_DELAY_MS = 2_147_483_647;

/** Wall-clock time from the call on, with Node's timers. */
export function nodeClock(): PeerClock {
  const startMs = performance.now();
  return {
    nowMs: () => performance.now() - startMs,
    after(delayMs, run) {
      let timer: NodeJS.Timeout;
      const wait = (leftMs: number): void => {
        const stepMs = Math.max(0, Math.min(LONGEST_DELAY_MS, leftMs));
        timer = setTimeout(() => (leftMs > stepMs ? wait(leftMs - stepMs) : run()), stepMs);
      };
      wait(delayMs);
      return () => clearTimeout(timer);
    },
  };
}
