/** An ARP packet for IPv4 over Ethernet (RFC 826). */
export interface ArpPacket {
  readonly operation: 'request' | 'reply';
  readonly senderMac: Uint8Array;
  readonly senderIp: Uint8Array;
  /** Zeros in a request. */
  readonly targetMac: Uint8Array;
  readonly targetIp: Uint8Array;
}

const PACKET_BYTES = 28;
/** ar$hrd 1 (Ethernet), ar$pro 0x0800 (IPv4), ar$hln 6, ar$pln 4. */
const PREFIX = [0x00, 0x01, 0x08, 0x00, 0x06, 0x04, 0x00] as const;

/** Null for other hardware, protocols and operations. Bytes after the packet are padding. */
export function decodeArp(bytes: Uint8Array): ArpPacket | null {
  if (bytes.length < PACKET_BYTES) return null;
  if (PREFIX.some((byte, index) => bytes[index] !== byte)) return null;
  const operation = bytes[7];
  if (operation !== 1 && operation !== 2) return null;
  return {
    operation: operation === 1 ? 'request' : 'reply',
    senderMac: bytes.subarray(8, 14),
    senderIp: bytes.subarray(14, 18),
    targetMac: bytes.subarray(18, 24),
    targetIp: bytes.subarray(24, 28),
  };
}

export function encodeArp(packet: ArpPacket): Uint8Array {
  const bytes = new Uint8Array(PACKET_BYTES);
  bytes.set(PREFIX, 0);
  bytes[7] = packet.operation === 'request' ? 1 : 2;
  bytes.set(packet.senderMac.subarray(0, 6), 8);
  bytes.set(packet.senderIp.subarray(0, 4), 14);
  bytes.set(packet.targetMac.subarray(0, 6), 18);
  bytes.set(packet.targetIp.subarray(0, 4), 24);
  return bytes;
}
