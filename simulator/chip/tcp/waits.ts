import type { Nanos } from '../../clock.ts';

/** RTR counts 100 µs. */
export const RTR_UNIT_NS = 100_000;
/** A wait doubles until the next doubling would exceed 16 bits. */
const MAX_WAIT_UNITS = 0xffff;

/**
 * The wait after transmission number `attempt` (0 is the first): RTR · 2^attempt, at most RTR · 2^M, where M is the
 * smallest number with RTR · 2^(M+1) > 65535, and at most RCR (W5500 datasheet, RTR and RCR; the W5200's are the same).
 * RTR = 0 counts as 1, which the datasheets do not specify.
 */
export function waitNs(rtr: number, rcr: number, attempt: number): Nanos {
  const first = Math.max(rtr, 1);
  let units = first;
  for (let n = 0; n < Math.min(attempt, rcr) && units * 2 <= MAX_WAIT_UNITS; n++) units *= 2;
  return units * RTR_UNIT_NS;
}

/** TCP_TO: the sum of the RCR + 1 waits. */
export function finalTimeoutNs(rtr: number, rcr: number): Nanos {
  let sum = 0;
  for (let attempt = 0; attempt <= rcr; attempt++) sum += waitNs(rtr, rcr, attempt);
  return sum;
}
