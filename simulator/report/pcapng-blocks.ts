import type { Nanos } from '../clock.ts';

/** A packet with its capture data. */
export interface CapturedPacket {
  /** Position of its interface description in the file, from 0. */
  readonly interfaceId: number;
  readonly atNs: Nanos;
  readonly bytes: Uint8Array;
  readonly comments: readonly string[];
}

/** Block types and option codes of draft-ietf-opsawg-pcapng sections 3.5 and 4. */
const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const ENHANCED_PACKET = 6;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const OPT_ENDOFOPT = 0;
const OPT_COMMENT = 1;
const SHB_USERAPPL = 4;
const IF_NAME = 2;
const IF_TSRESOL = 9;

const LINKTYPE_ETHERNET = 1;
/** Time stamps count units of 10⁻⁹ s. */
const NANOSECONDS = 9;
/** An option holds 65535 bytes; a UTF-16 unit becomes three at most. */
const MAX_TEXT_UNITS = 21_000;

/** Section Header Block of unknown section length. */
export function sectionHeader(application: string, comments: readonly string[] = []): Uint8Array {
  return block(SECTION_HEADER, [
    uint32(BYTE_ORDER_MAGIC),
    uint16(1),
    uint16(0),
    uint32(0xffff_ffff),
    uint32(0xffff_ffff),
    ...comments.map((comment) => option(OPT_COMMENT, utf8(comment))),
    option(SHB_USERAPPL, utf8(application)),
    option(OPT_ENDOFOPT, new Uint8Array(0)),
  ]);
}

/** Interface Description Block: Ethernet, packets whole, nanoseconds. */
export function interfaceDescription(name: string): Uint8Array {
  return block(INTERFACE_DESCRIPTION, [
    uint16(LINKTYPE_ETHERNET),
    uint16(0),
    uint32(0),
    option(IF_NAME, utf8(name)),
    option(IF_TSRESOL, Uint8Array.of(NANOSECONDS)),
    option(OPT_ENDOFOPT, new Uint8Array(0)),
  ]);
}

/** Enhanced Packet Block. */
export function enhancedPacket({ interfaceId, atNs, bytes, comments }: CapturedPacket): Uint8Array {
  const options = comments.map((comment) => option(OPT_COMMENT, utf8(comment)));
  if (options.length > 0) options.push(option(OPT_ENDOFOPT, new Uint8Array(0)));
  return block(ENHANCED_PACKET, [
    uint32(interfaceId),
    uint32(Math.floor(atNs / 0x1_0000_0000)),
    uint32(atNs % 0x1_0000_0000),
    uint32(bytes.length),
    uint32(bytes.length),
    padded(bytes),
    ...options,
  ]);
}

function block(type: number, parts: readonly Uint8Array[]): Uint8Array {
  const length = 12 + parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(length);
  bytes.set(uint32(type), 0);
  bytes.set(uint32(length), 4);
  let offset = 8;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  bytes.set(uint32(length), offset);
  return bytes;
}

function option(code: number, value: Uint8Array): Uint8Array {
  const body = padded(value);
  const bytes = new Uint8Array(4 + body.length);
  bytes.set(uint16(code), 0);
  bytes.set(uint16(value.length), 2);
  bytes.set(body, 4);
  return bytes;
}

/** Padded with zeros to a multiple of 4 bytes. */
function padded(bytes: Uint8Array): Uint8Array {
  const filled = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  filled.set(bytes);
  return filled;
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text.slice(0, MAX_TEXT_UNITS));
}

function uint16(value: number): Uint8Array {
  return Uint8Array.of(value, value >>> 8);
}

function uint32(value: number): Uint8Array {
  return Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24);
}
