/** The address that this machine takes on the device's network. */
import { networkInterfaces } from 'node:os';
import type { NetworkPlan } from '../contract/device.ts';
import { CliError } from '../generator/cli/cli-error.ts';
import { hostAddresses } from '../simulator/scenario/peers/addresses.ts';

/** The spec's gateway, where there is one on the device's subnet, or the subnet's first free address. Dotted. */
export function hostAddress(network: NetworkPlan, wanted: string | undefined): string {
  if (wanted !== undefined) return checkedAddress(network, wanted);
  const { gateway, ip, subnet } = network;
  if (isHostAddress(network, toNumber(gateway))) return gateway.join('.');
  const free = hostAddresses(network, 1)[0];
  if (free !== undefined) return free.join('.');
  throw new CliError(2, `subnet ${subnet.join('.')} of ${ip.join('.')} has no address left for this machine`);
}

function checkedAddress(network: NetworkPlan, wanted: string): string {
  const octets = wanted.split('.').map((text) => (/^\d{1,3}$/.test(text) ? Number(text) : 256));
  if (octets.length !== 4 || octets.some((octet) => octet > 255)) {
    throw new CliError(2, `--host-ip takes an IPv4 address, for example ${network.ip.slice(0, 3).join('.')}.9`);
  }
  if (isHostAddress(network, toNumber(octets))) return octets.join('.');
  const [ip, mask] = [network.ip.join('.'), network.subnet.join('.')];
  throw new CliError(2, `--host-ip must be another host on the device's subnet, which is ${ip} with mask ${mask}`);
}

/** On the device's subnet, and none of the device's, the network's and the broadcast address. */
function isHostAddress({ ip, subnet }: NetworkPlan, address: number): boolean {
  const [own, mask] = [toNumber(ip), toNumber(subnet)];
  const rest = ~mask >>> 0;
  const isEdge = (address & rest) >>> 0 === 0 || (address & rest) >>> 0 === rest;
  return (address & mask) >>> 0 === (own & mask) >>> 0 && address !== own && !isEdge;
}

/** Bits of the mask. */
export function prefixLength({ subnet }: NetworkPlan): number {
  return toNumber(subnet).toString(2).replaceAll('0', '').length;
}

/**
 * Two interfaces on one network would lead this machine's traffic astray.
 *
 * @throws {CliError} naming the interface that is on the device's network already.
 */
export function checkNetworkIsFree({ ip, subnet }: NetworkPlan): void {
  for (const [name, addresses] of Object.entries(networkInterfaces())) {
    for (const { address, family, netmask } of addresses ?? []) {
      if (family !== 'IPv4') continue;
      const mask = toNumber(octetsOf(netmask)) & toNumber(subnet);
      if (((toNumber(octetsOf(address)) ^ toNumber(ip)) & mask) !== 0) continue;
      const device = `the device's ${ip.join('.')}`;
      throw new CliError(
        1,
        `${name} with ${address} is on one network with ${device}, and its traffic would be led astray; ` +
          'give the spec another network, or run keepwire in a network namespace (ip netns)',
      );
    }
  }
}

function octetsOf(address: string): readonly number[] {
  return address.split('.').map(Number);
}

function toNumber(octets: readonly number[]): number {
  return octets.reduce((sum, octet) => ((sum << 8) | octet) >>> 0, 0);
}
