/** The DHCP server of a scenario: a host of its own, beside the peers. */
import type { DevicePlan } from '../../../contract/device.ts';
import type { Clock } from '../../clock.ts';
import { DhcpServer } from '../../host/dhcp-server.ts';
import { Peer } from '../../host/peer.ts';
import type { Link } from '../../net/link.ts';
import type { Report } from '../../timeline.ts';
import type { DhcpSettings } from '../format/scenario.generated.ts';
import { broadcastAddress, hostAddresses, hostMac, MOST_HOSTS, serverAddresses } from './addresses.ts';

export interface DhcpInput {
  readonly clock: Clock;
  readonly plan: DevicePlan;
  readonly link: Link;
  readonly report: Report;
}

const NAME = 'dhcp';

/** The server's address, the last that a peer would get; undefined if the subnet has none left. */
export function dhcpAddress(plan: DevicePlan): Uint8Array | undefined {
  return hostAddresses(plan.network, MOST_HOSTS, serverAddresses(plan)).at(-1);
}

/**
 * Attaches the server that the scenario wants. It leases the device's address of the plan, at which the peers expect the
 * device, and no other. The result is why it cannot be attached; null if it is, or none is wanted.
 */
export function attachDhcpServer(
  { clock, plan, link, report }: DhcpInput,
  settings: DhcpSettings | undefined,
  ip: Uint8Array | undefined,
): string | null {
  if (settings === undefined) return null;
  const { network } = plan;
  if (ip === undefined) return `Subnet ${network.subnet.join('.')} has no address left for the DHCP server.`;
  const broadcastIp = broadcastAddress(network);
  const peer = new Peer({
    ...{ name: NAME, clock, report, ip, port: link.attach(NAME), mac: hostMac(0) },
    ...(broadcastIp && { broadcastIp }),
  });
  new DhcpServer(peer, {
    clock,
    pool: [Uint8Array.from(network.ip)],
    leaseS: settings.leaseS,
    subnetMask: Uint8Array.from(network.subnet),
    router: Uint8Array.from(network.gateway),
  });
  return null;
}
