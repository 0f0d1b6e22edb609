/** The address of this machine on the device's network. */
import { isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { NetworkPlan } from '../../contract/device.ts';
import { hostAddresses } from '../../simulator/scenario/peers/addresses.ts';
import { ipv4Bytes, ipv4OfBytes, ipv4OfText, isSameNetwork, networkOf, prefixLengthOf } from '../../values/ipv4.ts';
import { LiveError } from './live-error.ts';

/**
 * The wanted address in dotted notation; without one the spec's gateway if it is on the device's subnet, or else the
 * first free address of the subnet.
 *
 * @throws {LiveError} when the wanted address is not one for a host there, and when the subnet has none left.
 */
export function hostAddress(network: NetworkPlan, wanted: string | undefined): string {
  if (wanted !== undefined) return checkedAddress(network, wanted);
  const { gateway, ip, subnet } = network;
  if (isHostAddress(network, gateway)) return gateway.join('.');
  const free = hostAddresses(network, 1)[0];
  if (free !== undefined) return free.join('.');
  throw new LiveError('usage', `subnet ${subnet.join('.')} of ${ip.join('.')} has no free address for this machine`);
}

function checkedAddress(network: NetworkPlan, wanted: string): string {
  if (!isIPv4(wanted)) {
    throw new LiveError('usage', `--host-ip takes an IPv4 address, for example ${network.ip.slice(0, 3).join('.')}.9`);
  }
  if (isHostAddress(network, ipv4Bytes(ipv4OfText(wanted)))) return wanted;
  const [ip, mask] = [network.ip.join('.'), network.subnet.join('.')];
  throw new LiveError('usage', `--host-ip must be another host on the device's subnet: ${ip} with mask ${mask}`);
}

/** On the device's subnet, and not the device's, the network's or the broadcast address. */
function isHostAddress({ ip, subnet }: NetworkPlan, bytes: readonly number[]): boolean {
  const [address, own] = [ipv4OfBytes(bytes), ipv4OfBytes(ip)];
  const { first, last } = networkOf(own, ipv4OfBytes(subnet));
  return address > first && address < last && address !== own;
}

/** Number of 1 bits of the subnet mask. */
export function prefixLength({ subnet }: NetworkPlan): number {
  return prefixLengthOf(ipv4OfBytes(subnet));
}

/**
 * With two interfaces on one network, this machine could send the device's traffic to the wrong one.
 *
 * @throws {LiveError} naming the interface that is on the device's network already.
 */
export function checkNetworkIsFree({ ip, subnet }: NetworkPlan): void {
  for (const [name, addresses] of Object.entries(networkInterfaces())) {
    for (const { address, family, netmask } of addresses ?? []) {
      if (family !== 'IPv4') continue;
      const mask = ipv4OfText(netmask) & ipv4OfBytes(subnet);
      if (!isSameNetwork(ipv4OfText(address), ipv4OfBytes(ip), mask)) continue;
      throw new LiveError(
        'environment',
        `the interface ${name} with ${address} is on the same network as the device's ${ip.join('.')}; ` +
          'give the spec another network, or run keepwire in a network namespace (ip netns)',
      );
    }
  }
}
