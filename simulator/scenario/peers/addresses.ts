/** Unused addresses of the device's subnet for the hosts of a scenario. */
import type { NetworkPlan } from '../../../contract/device.ts';
import { ipv4Bytes, ipv4OfBytes, networkOf } from '../../../values/ipv4.ts';

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

/** Locally administered, one per host: bit 1 of the first octet set, bit 0 clear (IEEE 802-2014, 8.4). */
export function hostMac(index: number): Uint8Array {
  return Uint8Array.of(0x02, 0x4b, 0x57, 0, (index >>> 8) & 0xff, index & 0xff);
}
