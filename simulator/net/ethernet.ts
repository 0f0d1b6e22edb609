/** An Ethernet II frame without preamble and FCS. */
export interface EthernetFrame {
  readonly destination: Uint8Array;
  readonly source: Uint8Array;
  readonly etherType: number;
  /** After decoding this may end in padding: the layer above knows its own length. */
  readonly payload: Uint8Array;
}

export const ETHERTYPE_IPV4 = 0x0800;
export const ETHERTYPE_ARP = 0x0806;

const HEADER_BYTES = 14;
/** IEEE 802.3: 64 bytes at least and 1518 at most, less the 4 of the FCS. */
const MIN_FRAME_BYTES = 60;
const MAX_FRAME_BYTES = 1514;
/** Smaller values in the type field are IEEE 802.3 lengths. */
const MIN_ETHERTYPE = 0x0600;

/** Null for runts, giants and 802.3 length frames. The results are views of `bytes`. */
export function decodeEthernet(bytes: Uint8Array): EthernetFrame | null {
  if (bytes.length < HEADER_BYTES || bytes.length > MAX_FRAME_BYTES) return null;
  const etherType = ((bytes[12] ?? 0) << 8) | (bytes[13] ?? 0);
  if (etherType < MIN_ETHERTYPE) return null;
  return {
    destination: bytes.subarray(0, 6),
    source: bytes.subarray(6, 12),
    etherType,
    payload: bytes.subarray(HEADER_BYTES),
  };
}

/** Pads with zeros to 60 bytes. Throws on a payload of more than 1500 bytes. */
export function encodeEthernet(frame: EthernetFrame): Uint8Array {
  const length = HEADER_BYTES + frame.payload.length;
  if (length > MAX_FRAME_BYTES) throw new RangeError(`Ethernet payload of ${frame.payload.length} bytes`);
  const bytes = new Uint8Array(Math.max(length, MIN_FRAME_BYTES));
  bytes.set(frame.destination.subarray(0, 6), 0);
  bytes.set(frame.source.subarray(0, 6), 6);
  bytes[12] = frame.etherType >>> 8;
  bytes[13] = frame.etherType;
  bytes.set(frame.payload, HEADER_BYTES);
  return bytes;
}
