import type { Nanos } from '../clock.ts';

/** A moment between two nanoseconds, so that consecutive events do not gain or lose the fraction each time. */
export interface Instant {
  readonly wholeNs: Nanos;
  readonly fraction: number;
}

/** Smaller than any fraction of a division by a clock's frequency, larger than rounding errors of sums. */
const EPSILON = 1e-6;

export function instant(atNs: Nanos): Instant {
  return { wholeNs: atNs, fraction: 0 };
}

export function later({ wholeNs, fraction }: Instant, spanNs: number): Instant {
  const sum = fraction + spanNs;
  const whole = Math.floor(sum + EPSILON);
  return { wholeNs: wholeNs + whole, fraction: Math.max(0, sum - whole) };
}

/** The first nanosecond that is not before it. */
export function notBefore({ wholeNs, fraction }: Instant): Nanos {
  return fraction > EPSILON ? wholeNs + 1 : wholeNs;
}
