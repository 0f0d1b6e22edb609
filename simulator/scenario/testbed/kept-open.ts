/** Connections that a NAT router cannot forget, because the device sends by itself often enough, or ends them before. */
import type { WatchedDevice } from '../../../contract/device.ts';
import { type Nanos, NS_PER_MS } from '../../clock.ts';
import { durationMs } from '../format/duration.ts';
import type { Scenario } from '../format/scenario.generated.ts';
import { allHostConfigs, assignPeers, type HostConfigs, socketsOf } from '../peers/host-config.ts';
import type { PlayedScenario } from '../record/played.ts';
import type { DeviceSession } from '../record/sessions.ts';

/** Longest delay of the peer's ACK (RFC 1122 section 4.2.3.2). The ACK refreshes the entry in the router too. */
const LATEST_ACK_NS = 500 * NS_PER_MS;

/** The timeout of the router; null: there is no router. */
export function forgetsAfterNs({ link }: Scenario, plan: WatchedDevice, configs: HostConfigs): Nanos | null {
  if (link.nat === undefined) return null;
  const sockets = socketsOf(allHostConfigs(configs), plan);
  return Math.max(1, Math.round(durationMs(link.nat.forgetsAfter, plan, sockets) * NS_PER_MS));
}

/**
 * Whether the device has sent data so often that the router's entry never expired, until now or until the end of the
 * connection. Probes are not counted. Whether the connection ended for a right reason is judged elsewhere. If it is still
 * open, the last step must be longer ago than the timeout, because the step may have sent something.
 */
export function isKeptOpen(
  { establishedAtNs, sendsNs, left }: DeviceSession,
  { scenario, plan, timeline }: Pick<PlayedScenario, 'scenario' | 'plan' | 'timeline'>,
  nowNs: Nanos,
): boolean {
  const limitNs = forgetsAfterNs(scenario, plan, assignPeers(scenario.peers, plan).configs);
  if (limitNs === null) return false;
  const longestNs = limitNs + LATEST_ACK_NS;
  const stepNs = timeline.findLast(({ kind, atNs }) => kind === 'step' && atNs < nowNs)?.atNs ?? 0;
  if (left === null && nowNs - stepNs <= longestNs) return false;
  const endNs = left?.atNs ?? nowNs;
  const timesNs = [establishedAtNs, ...sendsNs.filter((it) => it < endNs), endNs];
  return timesNs.every((atNs, index) => atNs - (timesNs[index - 1] ?? atNs) <= longestNs);
}
