/** Which IPv4 addresses and masks hosts may have. */
import { maskOf, prefixLengthOf } from '../../../values/ipv4.ts';

/** Why no host may have this address, whatever its network; null when one may. RFC 6890, RFC 5771. */
export function unfitForHost(address: number): string | null {
  const first = address >>> 24;
  if (first === 0) return 'an address of "this network" (0.x.x.x)';
  if (first === 127) return 'a loopback address';
  if (first >= 224 && first <= 239) return 'a multicast address';
  if (first >= 240) return address === 0xffff_ffff ? 'the broadcast address' : 'a reserved address (240.x.x.x and up)';
  return null;
}

/** A network of two addresses has no room for a host beside its own and the broadcast address. */
export const LONGEST_PREFIX = 30;

/** Ones, then zeros, and room for a host. */
export function isUsableMask(mask: number): boolean {
  const length = prefixLengthOf(mask);
  return maskOf(length) === mask && length >= 1 && length <= LONGEST_PREFIX;
}
