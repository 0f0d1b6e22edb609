/** ICMP Destination Unreachable, code Port Unreachable (RFC 792; RFC 1122 section 3.2.2.1). */
import { ICMP_UNREACHABLE, type IcmpMessage } from './icmp.ts';
import { PROTOCOL_UDP } from './ipv4.ts';

const PORT_UNREACHABLE = 3;
/** RFC 792: the message holds the header and so many bytes of the datagram that it is about. */
const QUOTED_BYTES = 8;

/** The answer to a datagram for a port that nobody has open. `packet`: from the IPv4 header on. */
export function portUnreachable(packet: Uint8Array): IcmpMessage {
  const payload = packet.slice(0, headerBytes(packet) + QUOTED_BYTES);
  return { type: ICMP_UNREACHABLE, code: PORT_UNREACHABLE, identifier: 0, sequence: 0, payload };
}

/** Where a datagram of ours has found no open port; null for any other message. */
export function unreachableUdpPort({ type, code, payload }: IcmpMessage): { ip: Uint8Array; port: number } | null {
  const header = headerBytes(payload);
  if (type !== ICMP_UNREACHABLE || code !== PORT_UNREACHABLE || payload.length < header + QUOTED_BYTES) return null;
  if (payload[9] !== PROTOCOL_UDP) return null;
  const [high = 0, low = 0] = payload.subarray(header + 2);
  return { ip: payload.slice(16, 20), port: (high << 8) | low };
}

function headerBytes([versionAndIhl = 0]: Uint8Array): number {
  return (versionAndIhl & 0x0f) * 4;
}
