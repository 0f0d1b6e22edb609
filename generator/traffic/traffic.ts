import type { PeerTrafficPlan, Traffic } from '../../contract/traffic.ts';

/** What peers of a socket do with this plan. */
export function trafficOf(plan: PeerTrafficPlan): Traffic {
  return { kind: plan };
}
