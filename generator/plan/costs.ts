import type { SocketPlan } from '../../contract/device.ts';
import type { CostPlan } from '../../contract/promises.ts';

const MS_PER_DAY = 86_400_000;
/** Heartbeats that a peer sends in `withinS`, so that two of them may be lost or late. */
export const HEARTBEATS_WITHIN = 3;

/** What each method of a socket costs a day while the connection is idle and its peer lives. */
export function planCosts({ keepalive, watch }: Pick<SocketPlan, 'keepalive' | 'watch'>): CostPlan[] {
  const { send, expect } = watch.heartbeat;
  const costs: CostPlan[] = [];
  if (keepalive !== null) costs.push({ method: 'probe', packetsPerDay: 2 * times(keepalive.probeIntervalMs) });
  if (send !== null) costs.push({ method: 'data', packetsPerDay: 2 * times(send.everyMs) });
  if (expect !== null) {
    costs.push({ method: 'heartbeat', packetsPerDay: 2 * times(expect.withinMs / HEARTBEATS_WITHIN) });
  }
  if (watch.ask !== null) costs.push({ method: 'ask', packetsPerDay: 4 * times(watch.ask.afterIdleMs) });
  return costs;
}

function times(everyMs: number): number {
  return Math.floor(MS_PER_DAY / everyMs);
}
