/** Addresses for the hosts of a scenario: of the device's own subnet, none taken twice. */
import type { NetworkPlan } from '../../generator/plan/types.ts';

/**
 * `count` host addresses, lowest first from the tenth on so that captures look familiar, then from the first. Fewer come
 * back where the subnet has no more: the network's, the broadcast, the device's and the gateway's address are not given.
 */
export function hostAddresses(network: NetworkPlan, count: number): readonly Uint8Array[] {
  const [ip, mask, gateway] = [network.ip, network.subnet, network.gateway].map(toNumber) as [number, number, number];
  const base = (ip & mask) >>> 0;
  const size = (~mask >>> 0) + 1;
  const usable = Math.max(0, size - 2);
  const start = usable > 9 ? 9 : 0;
  const found: Uint8Array[] = [];
  for (let step = 0; step < usable && found.length < count; step++) {
    const address = base + 1 + ((start + step) % usable);
    if (address !== ip && address !== gateway) found.push(toBytes(address));
  }
  return found;
}

/** Locally administered, one per host: bit 1 of the first octet set, bit 0 clear (IEEE 802-2014, 8.4). */
export function hostMac(index: number): Uint8Array {
  return Uint8Array.of(0x02, 0x4b, 0x57, 0, (index >>> 8) & 0xff, index & 0xff);
}

function toNumber(octets: readonly number[]): number {
  return octets.reduce((sum, octet) => ((sum << 8) | octet) >>> 0, 0);
}

function toBytes(address: number): Uint8Array {
  return Uint8Array.of(address >>> 24, (address >>> 16) & 0xff, (address >>> 8) & 0xff, address & 0xff);
}
