import type { KeepalivePlan, LoopPlan, RetransmissionPlan } from '../../contract/device.ts';
import type { BadWirePlan } from '../../contract/promises.ts';
import { solveRetransmission } from '../hardware/retransmission.ts';
import { holdProbes, planProbeHold } from './hold.ts';
import { must } from './must.ts';
import { planTraffic } from './traffic.ts';

const LOSSES_PERCENT = [5, 10, 20, 30];
/** More digits would be more than the assumption is worth that frames are lost independently of each other. */
const DIGITS = 2;
/** The default, and the chips' value after reset. */
const COMPARED_COUNTS = [3, 8];

interface Device {
  readonly retransmission: RetransmissionPlan;
  readonly loop: LoopPlan;
}

/**
 * A probe fails when in each of its RCR + 1 transmissions it or its answer is lost: (1 - (1 - p)^2)^(RCR + 1), where a
 * share p is lost each way. Empty for a socket without probes.
 *
 * @param keepalive with or without a hold: each count has its own
 */
export function planBadWire(keepalive: KeepalivePlan | null, device: Device): readonly BadWirePlan[] {
  if (keepalive === null) return [];
  const { timeoutMs, rcr } = device.retransmission;
  const closes = (count: number, lossPercent: number): number => {
    const retransmission = must(solveRetransmission({ timeoutMs, count }), 'retransmission');
    const held = holdProbes(keepalive, planProbeHold(retransmission, device.loop));
    const failure = (1 - (1 - lossPercent / 100) ** 2) ** (count + 1);
    return Number(((planTraffic(held)?.probesPerDay ?? 0) * failure).toPrecision(DIGITS));
  };
  const counts = COMPARED_COUNTS.filter((count) => count !== rcr);
  return LOSSES_PERCENT.map((lossPercent) => ({
    lossPercent,
    closesPerDay: closes(rcr, lossPercent),
    others: counts.map((count) => ({ count, closesPerDay: closes(count, lossPercent) })),
  }));
}
