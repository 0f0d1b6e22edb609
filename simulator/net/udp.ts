import { internetChecksum, pseudoHeader } from './checksum.ts';
import { PROTOCOL_UDP } from './ipv4.ts';

/** A UDP datagram (RFC 768); the addresses belong to the IPv4 packet around it. */
export interface UdpDatagram {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly payload: Uint8Array;
}

const HEADER_BYTES = 8;
/** RFC 768: the sender computed no checksum. A checksum that comes out as 0 is sent as all ones. */
const NO_CHECKSUM = 0;
const ALL_ONES = 0xffff;

/** Null for a length that does not fit and for a bad checksum. Bytes after the length are cut off. */
export function decodeUdp(bytes: Uint8Array, sourceIp: Uint8Array, destinationIp: Uint8Array): UdpDatagram | null {
  if (bytes.length < HEADER_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint16(4);
  if (length < HEADER_BYTES || length > bytes.length) return null;
  const datagram = bytes.subarray(0, length);
  const pseudo = pseudoHeader(sourceIp, destinationIp, PROTOCOL_UDP, length);
  if (view.getUint16(6) !== NO_CHECKSUM && internetChecksum(pseudo, datagram) !== 0) return null;
  return {
    sourcePort: view.getUint16(0),
    destinationPort: view.getUint16(2),
    payload: datagram.subarray(HEADER_BYTES),
  };
}

export function encodeUdp(datagram: UdpDatagram, sourceIp: Uint8Array, destinationIp: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + datagram.payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, datagram.sourcePort);
  view.setUint16(2, datagram.destinationPort);
  view.setUint16(4, bytes.length);
  bytes.set(datagram.payload, HEADER_BYTES);
  const checksum = internetChecksum(pseudoHeader(sourceIp, destinationIp, PROTOCOL_UDP, bytes.length), bytes);
  view.setUint16(6, checksum === NO_CHECKSUM ? ALL_ONES : checksum);
  return bytes;
}
