/** The IPv4 routes of this machine, so that the device's network hides none of them. */
import { readFileSync } from 'node:fs';
import { endianness } from 'node:os';
import type { NetworkPlan } from '../../contract/device.ts';
import { ipv4OfBytes, ipv4OfText, ipv4Text, maskOf, prefixLengthOf } from '../../values/ipv4.ts';

export interface Route {
  readonly interface: string;
  readonly address: number;
  readonly mask: number;
}

/** VPNs set 0.0.0.0/1 and 128.0.0.0/1 in place of a default route, which any network on this machine may overlap. */
const LONGEST_DEFAULT_PREFIX = 1;

/** Networks that are offered instead, all /24; the first is the one that `init` writes. */
const OFFERED = ['192.168.213.0', '172.23.197.0', '10.213.77.0', '192.168.237.0', '172.29.241.0', '10.141.199.0'];
const OFFERED_MASK = maskOf(24);

/** Routes of this process's network namespace; none where the system has no such table. */
export function readRoutes(): readonly Route[] {
  try {
    return parseRoutes(readFileSync('/proc/self/net/route', 'utf8'), endianness());
  } catch {
    return [];
  }
}

/** The text of /proc/net/route: addresses are numbers of the machine's byte order, in hexadecimal (route(8)). */
export function parseRoutes(text: string, order: 'LE' | 'BE'): readonly Route[] {
  const addressOf = (hex: string): number => {
    const bytes = Buffer.from(hex, 'hex');
    return order === 'LE' ? bytes.readUInt32LE() : bytes.readUInt32BE();
  };
  return text.split('\n').flatMap((line) => {
    const [name = '', destination = '', , , , , , mask = ''] = line.split('\t').map((field) => field.trim());
    if (!/^[0-9A-F]{8}$/i.test(destination) || !/^[0-9A-F]{8}$/i.test(mask)) return [];
    return [{ interface: name, address: addressOf(destination), mask: addressOf(mask) }];
  });
}

/** The first route other than a default route that shares addresses with the device's network; null: none. */
export function overlappingRoute({ ip, subnet }: NetworkPlan, routes: readonly Route[]): Route | null {
  const own = { interface: '', address: ipv4OfBytes(ip), mask: ipv4OfBytes(subnet) };
  return routes.find((route) => !isDefault(route) && overlap(own, route)) ?? null;
}

/** For a message: a network that no route has, and the spec's keys for it. */
export function offerOf(routes: readonly Route[]): string {
  const free = OFFERED.map((text) => ipv4OfText(text)).find((address) =>
    routes.every((route) => isDefault(route) || !overlap({ interface: '', address, mask: OFFERED_MASK }, route)),
  );
  if (free === undefined) return 'give the spec a network that has no route';
  const network = { ip: ipv4Text(free + 20), subnet: ipv4Text(OFFERED_MASK), gateway: ipv4Text(free + 1) };
  const keys = Object.entries(network).map(([key, value]) => `"${key}": "${value}"`);
  return `a free network for the spec is "network": { ${keys.join(', ')} }`;
}

/** For example `10.8.0.0/16`. */
export function routeText({ address, mask }: Route): string {
  return `${ipv4Text(address)}/${prefixLengthOf(mask)}`;
}

function isDefault({ mask }: Route): boolean {
  return prefixLengthOf(mask) <= LONGEST_DEFAULT_PREFIX;
}

function overlap(one: Route, other: Route): boolean {
  return ((one.address ^ other.address) & one.mask & other.mask) === 0;
}
