import { hexText } from '../words.ts';
import { ipText, macText } from './address.ts';
import type { ArpPacket } from './arp.ts';
import { decodeFrame, type Frame } from './frame.ts';
import { ICMP_ECHO_REPLY, ICMP_ECHO_REQUEST } from './icmp.ts';
import type { Ipv4Packet } from './ipv4.ts';
import { flagsText, type TcpSegment } from './tcp.ts';

/**
 * One line about a frame for the timeline, for example
 * `TCP 192.168.1.10:49152 > 192.168.1.20:5000 [ACK] seq=7 ack=9 len=1`. Never throws. Pass `frame` if `bytes` are decoded
 * already.
 */
export function summary(bytes: Uint8Array, frame: Frame | null = decodeFrame(bytes)): string {
  return frame === null ? `malformed frame of ${bytes.length} bytes` : frameText(frame);
}

function frameText(frame: Frame): string {
  switch (frame.kind) {
    case 'arp':
      return arpText(frame.arp);
    case 'icmp':
      return icmpText(frame.ip, frame.icmp.type, frame.icmp.sequence);
    case 'tcp':
      return tcpText(frame.ip, frame.tcp);
    case 'ipv4':
      return `IPv4 ${ipText(frame.ip.source)} > ${ipText(frame.ip.destination)} protocol ${frame.ip.protocol}`;
    case 'other':
      return `EtherType ${hexText(frame.etherType, 4)} from ${macText(frame.ethernet.source)}`;
    default:
      return frame satisfies never;
  }
}

function arpText(arp: ArpPacket): string {
  return arp.operation === 'request'
    ? `ARP who has ${ipText(arp.targetIp)}? tell ${ipText(arp.senderIp)}`
    : `ARP ${ipText(arp.senderIp)} is at ${macText(arp.senderMac)}`;
}

function icmpText(ip: Ipv4Packet, type: number, sequence: number): string {
  const ends = `${ipText(ip.source)} > ${ipText(ip.destination)}`;
  if (type === ICMP_ECHO_REQUEST) return `ICMP ${ends} echo request seq=${sequence}`;
  if (type === ICMP_ECHO_REPLY) return `ICMP ${ends} echo reply seq=${sequence}`;
  return `ICMP ${ends} type ${type}`;
}

function tcpText(ip: Ipv4Packet, tcp: TcpSegment): string {
  const from = `${ipText(ip.source)}:${tcp.sourcePort}`;
  const to = `${ipText(ip.destination)}:${tcp.destinationPort}`;
  const ack = tcp.flags.ack ? ` ack=${tcp.ack}` : '';
  return `TCP ${from} > ${to} ${flagsText(tcp.flags)} seq=${tcp.seq}${ack} len=${tcp.payload.length}`;
}
