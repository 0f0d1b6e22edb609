import { hexText } from '../words.ts';
import { ipText, macText } from './address.ts';
import type { ArpPacket } from './arp.ts';
import { DHCP_CLIENT_PORT, DHCP_OPTION, DHCP_SERVER_PORT, type DhcpMessage, decodeDhcp, dhcpType } from './dhcp.ts';
import { decodeFrame, type Frame } from './frame.ts';
import { ICMP_ECHO_REPLY, ICMP_ECHO_REQUEST } from './icmp.ts';
import type { Ipv4Packet } from './ipv4.ts';
import { flagsText, type TcpSegment } from './tcp.ts';
import type { UdpDatagram } from './udp.ts';

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
    case 'udp':
      return udpText(frame.ip, frame.udp);
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

/** `UDP 192.168.1.10:40000 > 192.168.1.20:3000 len=5`, or what a DHCP message says. */
function udpText(ip: Ipv4Packet, { sourcePort, destinationPort, payload }: UdpDatagram): string {
  const ends = `${ipText(ip.source)}:${sourcePort} > ${ipText(ip.destination)}:${destinationPort}`;
  const isDhcp = destinationPort === DHCP_SERVER_PORT || destinationPort === DHCP_CLIENT_PORT;
  const message = isDhcp ? decodeDhcp(payload) : null;
  return message === null ? `UDP ${ends} len=${payload.length}` : `DHCP ${ends} ${dhcpText(message)}`;
}

/** `REQUEST 192.168.1.20`: the type, and the address that it is about, where it names one. */
function dhcpText(message: DhcpMessage): string {
  const { yourIp, clientIp, options } = message;
  const named = [yourIp, options.get(DHCP_OPTION.requestedIp), clientIp].find((ip) => ip?.some((byte) => byte !== 0));
  return [dhcpType(message) ?? 'BOOTP', ...(named === undefined ? [] : [ipText(named)])].join(' ');
}

function tcpText(ip: Ipv4Packet, tcp: TcpSegment): string {
  const from = `${ipText(ip.source)}:${tcp.sourcePort}`;
  const to = `${ipText(ip.destination)}:${tcp.destinationPort}`;
  const ack = tcp.flags.ack ? ` ack=${tcp.ack}` : '';
  return `TCP ${from} > ${to} ${flagsText(tcp.flags)} seq=${tcp.seq}${ack} len=${tcp.payload.length}`;
}
