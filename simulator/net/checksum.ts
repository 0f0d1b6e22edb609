/**
 * The Internet checksum of RFC 1071: the one's complement of the one's complement sum of 16-bit big-endian words; an odd
 * last byte counts as if a zero followed.
 *
 * Several parts are summed as if they stood one after the other; every part but the last must have an even length.
 * Over data that already holds its right checksum the result is 0.
 */
export function internetChecksum(...parts: readonly Uint8Array[]): number {
  let sum = 0;
  for (const part of parts) {
    for (let index = 0; index < part.length; index += 2) {
      sum += ((part[index] ?? 0) << 8) | (part[index + 1] ?? 0);
    }
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x1_0000);
  return ~sum & 0xffff;
}

/**
 * The pseudo header that TCP and UDP prefix to their checksums (RFC 9293 section 3.1, RFC 768): both IPv4 addresses, zero,
 * protocol and the length of the upper layer's header and data in bytes.
 */
export function pseudoHeader(
  sourceIp: Uint8Array,
  destinationIp: Uint8Array,
  protocol: number,
  lengthBytes: number,
): Uint8Array {
  const header = new Uint8Array(12);
  header.set(sourceIp.subarray(0, 4), 0);
  header.set(destinationIp.subarray(0, 4), 4);
  header[9] = protocol;
  header[10] = lengthBytes >>> 8;
  header[11] = lengthBytes;
  return header;
}
