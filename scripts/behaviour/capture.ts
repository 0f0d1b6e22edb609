import { createHash } from 'node:crypto';

/** A packet of a capture. */
export interface Packet {
  readonly atNs: number;
  /** The name of its interface: the frame's sender. */
  readonly from: string;
  readonly hash: string;
}

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const ENHANCED_PACKET = 6;
const LITTLE_ENDIAN_MAGIC = 0x1a2b3c4d;
const IF_NAME = 2;
const IF_TSRESOL = 9;
const NANOSECONDS = 9;
/** 48 bits: two of a million frames are taken for one with a probability below 0.2 percent. */
const HASH_DIGITS = 12;

/**
 * The packets of a pcapng file (draft-ietf-opsawg-pcapng, section 4) with one little-endian section and time stamps in
 * nanoseconds. Comments are skipped: they are wording.
 *
 * @throws {Error} when the file is none of that kind.
 */
export function packetsOf(file: Uint8Array): readonly Packet[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (view.getUint32(0, true) !== SECTION_HEADER || view.getUint32(8, true) !== LITTLE_ENDIAN_MAGIC) {
    throw new Error('the capture is not little-endian pcapng');
  }
  const interfaces: string[] = [];
  const packets: Packet[] = [];
  for (let at = 0; at < file.length; at += view.getUint32(at + 4, true)) {
    const block = new DataView(view.buffer, view.byteOffset + at, view.getUint32(at + 4, true));
    const type = block.getUint32(0, true);
    if (type === INTERFACE_DESCRIPTION) interfaces.push(interfaceName(block));
    if (type === ENHANCED_PACKET) packets.push(packetOf(block, interfaces));
  }
  return packets;
}

function packetOf(block: DataView, interfaces: readonly string[]): Packet {
  const bytes = bytesAt(block, 28, block.getUint32(20, true));
  return {
    atNs: block.getUint32(12, true) * 0x1_0000_0000 + block.getUint32(16, true),
    from: interfaces[block.getUint32(8, true)] ?? '?',
    hash: createHash('sha256').update(bytes).digest('hex').slice(0, HASH_DIGITS),
  };
}

function interfaceName(block: DataView): string {
  const options = optionsAt(block, 16);
  if (options.get(IF_TSRESOL)?.[0] !== NANOSECONDS) throw new Error('the time stamps are not in nanoseconds');
  return Buffer.from(options.get(IF_NAME) ?? []).toString();
}

/** The options between `at` and the block's end, whose last 4 bytes repeat its length. */
function optionsAt(block: DataView, at: number): ReadonlyMap<number, Uint8Array> {
  const options = new Map<number, Uint8Array>();
  for (let next = at; next < block.byteLength - 4; ) {
    const length = block.getUint16(next + 2, true);
    options.set(block.getUint16(next, true), bytesAt(block, next + 4, length));
    next += 4 + Math.ceil(length / 4) * 4;
  }
  return options;
}

function bytesAt(block: DataView, at: number, length: number): Uint8Array {
  return new Uint8Array(block.buffer, block.byteOffset + at, length);
}
