import type { SocketSpec } from '../../contract/spec.ts';
import type { PeerTrafficPlan } from '../../contract/traffic.ts';

export function planPeerTraffic(traffic: SocketSpec['traffic']): PeerTrafficPlan {
  return traffic;
}
