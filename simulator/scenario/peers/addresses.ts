/** Unused addresses of the device's subnet for the hosts of a scenario. */
import type { NetworkPlan } from '../../../contract/device.ts';

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
  const [ip, mask, gateway] = [network.ip, network.subnet, network.gateway].map(toNumber) as [number, number, number];
  const base = (ip & mask) >>> 0;
  const size = (~mask >>> 0) + 1;
  const usable = Math.max(0, size - 2);
  const start = usable > 9 ? 9 : 0;
  const taken = new Set([ip, gateway, ...servers.map(toNumber)]);
  const found: Uint8Array[] = [];
  for (let step = 0; step < usable && found.length < count; step++) {
    const address = base + 1 + ((start + step) % usable);
    if (!taken.has(address)) found.push(toBytes(address));
  }
  return found;
}

/** Locally administered, one per host: bit 1 of the first octet set, bit 0 clear (IEEE 802-2014, 8.4). */
export function hostMac(index: number): Uint8Array {
  return Uint8Array.of(0x02, 0x4b, 0x57, 0, (index >>> 8) & 0xff, index & 0xff);
}

/** By the device's subnet mask. */
export function isOnSubnet({ ip, subnet }: NetworkPlan, address: Uint8Array): boolean {
  return subnet.every((bits, index) => ((address[index] ?? 0) & bits) === ((ip[index] ?? 0) & bits));
}

function toNumber(octets: readonly number[] | Uint8Array): number {
  return Array.from(octets).reduce((sum, octet) => ((sum << 8) | octet) >>> 0, 0);
}

function toBytes(address: number): Uint8Array {
  return Uint8Array.of(address >>> 24, (address >>> 16) & 0xff, (address >>> 8) & 0xff, address & 0xff);
}
