import type { SocketPlan } from '../../contract/device.ts';
import type { CostPlan } from '../../contract/promises.ts';

const MS_PER_DAY = 86_400_000;
/** How often a peer sends its heartbeat in the time allowed: two may be lost or late. */
export const HEARTBEATS_WITHIN = 3;

/** What each method of a socket costs a day while the connection is idle and its peer lives. */
export function planCosts({ keepalive, watch }: Pick<SocketPlan, 'keepalive' | 'watch'>): CostPlan[] {
  const { send, expect } = watch.heartbeat;
  const costs: CostPlan[] = [];
  if (keepalive !== null) {
    const packetsPerDay = 2 * times(keepalive.probeIntervalMs);
    costs.push({ method: 'probe', packetsPerDay, what: 'a probe and its answer every KA_SEND_PERIOD' });
  }
  if (send !== null) {
    const what = 'a heartbeat of the device and its acknowledgement every heartbeat.send.everyS';
    costs.push({ method: 'data', packetsPerDay: 2 * times(send.everyMs), what });
  }
  if (expect !== null) {
    const what = `a heartbeat of the peer and its acknowledgement, ${HEARTBEATS_WITHIN} in heartbeat.expect.withinS`;
    costs.push({ method: 'heartbeat', packetsPerDay: 2 * times(expect.withinMs / HEARTBEATS_WITHIN), what });
  }
  if (watch.ask !== null) {
    const what = 'question, answer and two acknowledgements at most, every ask.afterIdleS';
    costs.push({ method: 'ask', packetsPerDay: 4 * times(watch.ask.afterIdleMs), what });
  }
  return costs;
}

function times(everyMs: number): number {
  return Math.floor(MS_PER_DAY / everyMs);
}
