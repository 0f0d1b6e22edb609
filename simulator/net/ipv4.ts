import { internetChecksum } from './checksum.ts';

/** An unfragmented IPv4 datagram (RFC 791). */
export interface Ipv4Packet {
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  readonly protocol: number;
  readonly ttl: number;
  readonly identification: number;
  readonly payload: Uint8Array;
}

export const PROTOCOL_ICMP = 1;
export const PROTOCOL_TCP = 6;
export const PROTOCOL_UDP = 17;

const MIN_HEADER_BYTES = 20;
const MORE_FRAGMENTS_OR_OFFSET = 0x3fff;
const DONT_FRAGMENT = 0x4000;

/**
 * Null for another version, lengths that do not fit, a bad header checksum, and fragments, which are never reassembled.
 * Options are skipped. Bytes after the total length are Ethernet padding and are cut off.
 */
export function decodeIpv4(bytes: Uint8Array): Ipv4Packet | null {
  if (bytes.length < MIN_HEADER_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const versionAndIhl = view.getUint8(0);
  const headerBytes = (versionAndIhl & 0x0f) * 4;
  const totalBytes = view.getUint16(2);
  if (versionAndIhl >> 4 !== 4 || headerBytes < MIN_HEADER_BYTES) return null;
  if (totalBytes < headerBytes || totalBytes > bytes.length) return null;
  if ((view.getUint16(6) & MORE_FRAGMENTS_OR_OFFSET) !== 0) return null;
  if (internetChecksum(bytes.subarray(0, headerBytes)) !== 0) return null;
  return {
    source: bytes.subarray(12, 16),
    destination: bytes.subarray(16, 20),
    protocol: view.getUint8(9),
    ttl: view.getUint8(8),
    identification: view.getUint16(4),
    payload: bytes.subarray(headerBytes, totalBytes),
  };
}

/** Writes a 20-byte header with Don't Fragment set, then the payload. */
export function encodeIpv4(packet: Ipv4Packet): Uint8Array {
  const totalBytes = MIN_HEADER_BYTES + packet.payload.length;
  if (totalBytes > 0xffff) throw new RangeError(`IPv4 payload of ${packet.payload.length} bytes`);
  const bytes = new Uint8Array(totalBytes);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 0x45);
  view.setUint16(2, totalBytes);
  view.setUint16(4, packet.identification);
  view.setUint16(6, DONT_FRAGMENT);
  view.setUint8(8, packet.ttl);
  view.setUint8(9, packet.protocol);
  bytes.set(packet.source.subarray(0, 4), 12);
  bytes.set(packet.destination.subarray(0, 4), 16);
  view.setUint16(10, internetChecksum(bytes.subarray(0, MIN_HEADER_BYTES)));
  bytes.set(packet.payload, MIN_HEADER_BYTES);
  return bytes;
}
