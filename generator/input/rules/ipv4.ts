/** IPv4 addresses as unsigned 32-bit numbers. */

/** Reads dotted decimals whose shape the schema has checked. */
export function addressOf(text: string): number {
  return text.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
}

export function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join('.');
}

/** Number of leading ones of a mask; null when a one follows a zero. */
export function prefixOf(mask: number): number | null {
  const prefix = Math.clz32(~mask);
  return maskOf(prefix) === mask ? prefix : null;
}

export function maskOf(prefix: number): number {
  return prefix === 0 ? 0 : (0xffff_ffff << (32 - prefix)) >>> 0;
}

/** First and last address of the network that holds `address`: the network's own and the broadcast address. */
export function networkOf(address: number, mask: number): { readonly first: number; readonly last: number } {
  return { first: (address & mask) >>> 0, last: (address | ~mask) >>> 0 };
}

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
  const prefix = prefixOf(mask);
  return prefix !== null && prefix >= 1 && prefix <= LONGEST_PREFIX;
}
