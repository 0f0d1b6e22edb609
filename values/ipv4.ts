/**
 * IPv4 addresses. Arithmetic is done on unsigned 32-bit numbers; specs hold addresses as text, plans and packets as four
 * bytes, the most significant first.
 */

/** The number of a text such as `192.168.1.20`, whose form has been checked. */
export function ipv4OfText(text: string): number {
  return ipv4OfBytes(text.split('.').map(Number));
}

export function ipv4OfBytes([a = 0, b = 0, c = 0, d = 0]: Iterable<number>): number {
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}

export function ipv4Bytes(address: number): readonly number[] {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff);
}

/** `192.168.1.20` */
export function ipv4Text(address: number): string {
  return ipv4Bytes(address).join('.');
}

/** The subnet mask with `length` leading ones. */
export function maskOf(length: number): number {
  return length === 0 ? 0 : (0xffff_ffff << (32 - length)) >>> 0;
}

/** The number of ones before the first zero of a subnet mask. */
export function prefixLengthOf(mask: number): number {
  return Math.clz32(~mask);
}

/** First and last address of the network that holds `address`: the network's own and the broadcast address. */
export function networkOf(address: number, mask: number): { readonly first: number; readonly last: number } {
  return { first: (address & mask) >>> 0, last: (address | ~mask) >>> 0 };
}

/** Whether two addresses are in one network of this mask. */
export function isSameNetwork(one: number, other: number, mask: number): boolean {
  return ((one ^ other) & mask) === 0;
}
