import { internetChecksum } from './checksum.ts';

/** An ICMP message (RFC 792). For types other than echo, the two numbers are the second header word's halves. */
export interface IcmpMessage {
  readonly type: number;
  readonly code: number;
  readonly identifier: number;
  readonly sequence: number;
  readonly payload: Uint8Array;
}

export const ICMP_ECHO_REPLY = 0;
export const ICMP_UNREACHABLE = 3;
export const ICMP_ECHO_REQUEST = 8;

const HEADER_BYTES = 8;

/** Null for a message shorter than its header or with a bad checksum. */
export function decodeIcmp(bytes: Uint8Array): IcmpMessage | null {
  if (bytes.length < HEADER_BYTES || internetChecksum(bytes) !== 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    type: view.getUint8(0),
    code: view.getUint8(1),
    identifier: view.getUint16(4),
    sequence: view.getUint16(6),
    payload: bytes.subarray(HEADER_BYTES),
  };
}

export function encodeIcmp(message: IcmpMessage): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + message.payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, message.type);
  view.setUint8(1, message.code);
  view.setUint16(4, message.identifier);
  view.setUint16(6, message.sequence);
  bytes.set(message.payload, HEADER_BYTES);
  view.setUint16(2, internetChecksum(bytes));
  return bytes;
}
