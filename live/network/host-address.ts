/** The address of this machine on the device's network. */
import { isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { NetworkPlan } from '../../contract/device.ts';
import { hostAddresses } from '../../simulator/scenario/peers/addresses.ts';
import { ipv4Bytes, ipv4OfBytes, ipv4OfText, isSameNetwork, networkOf, prefixLengthOf } from '../../values/ipv4.ts';
import { LiveError } from './live-error.ts';
import { offerOf, overlappingRoute, readRoutes, routeText } from './routes.ts';
import { socatOf } from './tap-device.ts';

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
 * With two interfaces or routes to one network, this machine could send the device's traffic to the wrong one, and lose
 * hosts that it reaches now.
 *
 * @param tap the device's interface, which may have been prepared with its address
 * @param all the routes of this machine
 * @throws {LiveError} naming the interface or the route, and a network that is free.
 */
export function checkNetworkIsFree(network: NetworkPlan, tap: string, all = readRoutes()): void {
  const { ip, subnet } = network;
  const routes = all.filter((route) => route.interface !== tap);
  const refuse = (what: string): never => {
    const advice = `${offerOf(routes)}, or run keepwire in a network namespace (ip netns)`;
    throw new LiveError('environment', `${what} the device's ${ip.join('.')}; ${advice}`);
  };
  for (const [name, addresses] of Object.entries(networkInterfaces())) {
    for (const { address, family, netmask } of addresses ?? []) {
      if (family !== 'IPv4' || name === tap) continue;
      const mask = ipv4OfText(netmask) & ipv4OfBytes(subnet);
      if (!isSameNetwork(ipv4OfText(address), ipv4OfBytes(ip), mask)) continue;
      const pid = socatOf(name);
      const holder =
        pid === null ? '' : ` (held by process ${pid}, socat of another run; if that was killed: kill ${pid})`;
      refuse(`the interface ${name} with ${address}${holder} is on the same network as`);
    }
  }
  const route = overlappingRoute(network, routes);
  if (route !== null) refuse(`the route ${routeText(route)} by ${route.interface} overlaps the network of`);
}
