import { internetChecksum, pseudoHeader } from './checksum.ts';
import { PROTOCOL_TCP } from './ipv4.ts';
import { type Seq, seq } from './seq.ts';
import { decodeTcpOptions, encodeTcpOptions } from './tcp-options.ts';

/** The control bits of RFC 9293 section 3.1 that matter here; CWR and ECE are neither read nor set. */
export interface TcpFlags {
  readonly urg: boolean;
  readonly ack: boolean;
  readonly psh: boolean;
  readonly rst: boolean;
  readonly syn: boolean;
  readonly fin: boolean;
}

/** A TCP segment; the addresses belong to the IPv4 packet around it. */
export interface TcpSegment {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly seq: Seq;
  readonly ack: Seq;
  readonly flags: TcpFlags;
  readonly window: number;
  readonly urgentPointer: number;
  /** Maximum Segment Size option, bytes; null where there is none. Other options are skipped. */
  readonly mss: number | null;
  readonly payload: Uint8Array;
}

/** Flag names in the order in which summaries print them, each with its bit. */
const FLAG_BITS = [
  ['syn', 0x02],
  ['fin', 0x01],
  ['rst', 0x04],
  ['psh', 0x08],
  ['ack', 0x10],
  ['urg', 0x20],
] as const satisfies readonly (readonly [keyof TcpFlags, number])[];

const MIN_HEADER_BYTES = 20;

/** The flags named are set, all others are not: `tcpFlags('syn', 'ack')`. */
export function tcpFlags(...names: readonly (keyof TcpFlags)[]): TcpFlags {
  const has = (name: keyof TcpFlags): boolean => names.includes(name);
  return { urg: has('urg'), ack: has('ack'), psh: has('psh'), rst: has('rst'), syn: has('syn'), fin: has('fin') };
}

/** `[SYN,ACK]` */
export function flagsText(flags: TcpFlags): string {
  const names = FLAG_BITS.filter(([name]) => flags[name]).map(([name]) => name.toUpperCase());
  return `[${names.join(',')}]`;
}

/** SEG.LEN: the sequence numbers that a segment takes up, SYN and FIN counting as one each. */
export function sequenceLength(segment: TcpSegment): number {
  return segment.payload.length + (segment.flags.syn ? 1 : 0) + (segment.flags.fin ? 1 : 0);
}

/** Null for a truncated header, malformed options, and a bad checksum. */
export function decodeTcp(bytes: Uint8Array, sourceIp: Uint8Array, destinationIp: Uint8Array): TcpSegment | null {
  if (bytes.length < MIN_HEADER_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = (view.getUint8(12) >> 4) * 4;
  if (headerBytes < MIN_HEADER_BYTES || headerBytes > bytes.length) return null;
  const pseudo = pseudoHeader(sourceIp, destinationIp, PROTOCOL_TCP, bytes.length);
  if (internetChecksum(pseudo, bytes) !== 0) return null;
  const options = decodeTcpOptions(bytes.subarray(MIN_HEADER_BYTES, headerBytes));
  if (options === null) return null;
  const bits = view.getUint8(13);
  return {
    sourcePort: view.getUint16(0),
    destinationPort: view.getUint16(2),
    seq: seq(view.getUint32(4)),
    ack: seq(view.getUint32(8)),
    flags: tcpFlags(...FLAG_BITS.filter(([, bit]) => (bits & bit) !== 0).map(([name]) => name)),
    window: view.getUint16(14),
    urgentPointer: view.getUint16(18),
    mss: options.mss,
    payload: bytes.subarray(headerBytes),
  };
}

export function encodeTcp(segment: TcpSegment, sourceIp: Uint8Array, destinationIp: Uint8Array): Uint8Array {
  const options = encodeTcpOptions({ mss: segment.mss });
  const headerBytes = MIN_HEADER_BYTES + options.length;
  const bytes = new Uint8Array(headerBytes + segment.payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, segment.sourcePort);
  view.setUint16(2, segment.destinationPort);
  view.setUint32(4, segment.seq);
  view.setUint32(8, segment.ack);
  view.setUint8(12, (headerBytes / 4) << 4);
  view.setUint8(
    13,
    FLAG_BITS.reduce((bits, [name, bit]) => (segment.flags[name] ? bits | bit : bits), 0),
  );
  view.setUint16(14, segment.window);
  view.setUint16(18, segment.urgentPointer);
  bytes.set(options, MIN_HEADER_BYTES);
  bytes.set(segment.payload, headerBytes);
  view.setUint16(16, internetChecksum(pseudoHeader(sourceIp, destinationIp, PROTOCOL_TCP, bytes.length), bytes));
  return bytes;
}
