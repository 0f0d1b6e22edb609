import type { RetransmissionPlan } from '../../contract/device.ts';

/** RTR and RCR, W5200 datasheet p. 20, W5500 datasheet p. 38–39: 16 bit in units of 100 µs, 8 bit. */
const RTR_MAX = 0xffff;
const RCR_MAX = 0xff;
const UNITS_PER_MS = 10;

/**
 * RTR, RCR and what follows from them. The first wait is RTR; each further one doubles until the next doubling would
 * not fit into 16 bit, then stays. RCR retransmissions make RCR + 1 waits, after which the chip raises TIMEOUT:
 *
 *     TCP_TO = ( Σ N=0…M RTR·2^N + (RCR − M)·RTR·2^M ) × 0.1 ms,  M the smallest with RTR·2^(M+1) > 65535, at most RCR
 *     ARP_TO = RTR × (RCR + 1) × 0.1 ms
 *
 * Null when the registers cannot hold the wish: `timeoutMs` 0.1…6553.5 in steps of 0.1, `count` 1…255 (without a
 * single repetition one lost frame would end a connection).
 */
export function solveRetransmission(wish: {
  readonly timeoutMs: number;
  readonly count: number;
}): RetransmissionPlan | null {
  const rtr = Math.round(wish.timeoutMs * UNITS_PER_MS);
  const inSteps = Math.abs(wish.timeoutMs * UNITS_PER_MS - rtr) < 1e-6;
  if (!inSteps || rtr < 1 || rtr > RTR_MAX) return null;
  const rcr = wish.count;
  if (!Number.isInteger(rcr) || rcr < 1 || rcr > RCR_MAX) return null;
  const waits = waitUnits(rtr, rcr);
  return {
    timeoutMs: rtr / UNITS_PER_MS,
    count: rcr,
    rtr,
    rcr,
    waitsMs: waits.map((units) => units / UNITS_PER_MS),
    tcpTimeoutMs: waits.reduce((sum, units) => sum + units, 0) / UNITS_PER_MS,
    arpTimeoutMs: (rtr * (rcr + 1)) / UNITS_PER_MS,
  };
}

function waitUnits(rtr: number, rcr: number): number[] {
  const waits = [rtr];
  let wait = rtr;
  while (waits.length < rcr + 1) {
    if (wait * 2 <= RTR_MAX) wait *= 2;
    waits.push(wait);
  }
  return waits;
}
