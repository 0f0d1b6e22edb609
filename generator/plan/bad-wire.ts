import type { BadWirePlan, TrafficPlan } from '../../contract/promises.ts';

const LOSSES_PERCENT = [5, 10, 20, 30];
/** More digits would be more than the assumption is worth that frames are lost independently of each other. */
const DIGITS = 2;

/**
 * A probe fails when in each of its RCR + 1 transmissions it or its answer is lost: (1 - (1 - p)^2)^(RCR + 1), where a
 * share p is lost each way. Probes that fall due while one is still being repeated count as if they were sent, so that
 * on a wire so bad the figure is an upper bound. Empty for a socket without probes.
 */
export function planBadWire(traffic: TrafficPlan | null, rcr: number): readonly BadWirePlan[] {
  if (traffic === null) return [];
  return LOSSES_PERCENT.map((lossPercent) => {
    const failure = (1 - (1 - lossPercent / 100) ** 2) ** (rcr + 1);
    return { lossPercent, closesPerDay: Number((traffic.probesPerDay * failure).toPrecision(DIGITS)) };
  });
}
