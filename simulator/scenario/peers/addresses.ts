/** Unused addresses of the device's subnet for the hosts of a scenario. */
import type { DevicePlan, NetworkPlan } from '../../../contract/device.ts';
import { ipv4Bytes, ipv4OfBytes, networkOf, prefixLengthOf } from '../../../values/ipv4.ts';

/** More hosts than a scenario can have. */
export const MOST_HOSTS = 512;

/**
 * `count` host addresses in ascending order, starting with the tenth of the subnet and wrapping to the first. The result
 * is shorter if the subnet is too small. The network's, the broadcast, the device's, the gateway's and the servers'
 * addresses are left out.
 */
export function hostAddresses(
  network: NetworkPlan,
  count: number,
  servers: readonly Uint8Array[] = [],
): readonly Uint8Array[] {
  const { first, last } = networkOf(ipv4OfBytes(network.ip), ipv4OfBytes(network.subnet));
  const usable = Math.max(0, last - first - 1);
  const start = usable > 9 ? 9 : 0;
  const taken = new Set([network.ip, network.gateway, ...servers].map(ipv4OfBytes));
  const found: Uint8Array[] = [];
  for (let step = 0; step < usable && found.length < count; step++) {
    const address = first + 1 + ((start + step) % usable);
    if (!taken.has(address)) found.push(Uint8Array.from(ipv4Bytes(address)));
  }
  return found;
}

/** The addresses that the device connects to. */
export function serverAddresses({ sockets }: DevicePlan): readonly Uint8Array[] {
  return sockets.flatMap(({ client }) => (client === null ? [] : [Uint8Array.from(client.serverIp)]));
}

/** To all hosts of the subnet; none in networks of one or two addresses (RFC 3021). */
export function broadcastAddress({ ip, subnet }: NetworkPlan): Uint8Array | undefined {
  const mask = ipv4OfBytes(subnet);
  if (prefixLengthOf(mask) > 30) return undefined;
  return Uint8Array.from(ipv4Bytes(networkOf(ipv4OfBytes(ip), mask).last));
}

/** Locally administered, one per host: bit 1 of the first octet set, bit 0 clear (IEEE 802-2014, 8.4). */
export function hostMac(index: number): Uint8Array {
  return Uint8Array.of(0x02, 0x4b, 0x57, 0, (index >>> 8) & 0xff, index & 0xff);
}
