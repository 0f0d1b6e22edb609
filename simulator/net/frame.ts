import { type ArpPacket, decodeArp, encodeArp } from './arp.ts';
import { decodeEthernet, ETHERTYPE_ARP, ETHERTYPE_IPV4, encodeEthernet } from './ethernet.ts';
import { decodeIcmp, encodeIcmp, type IcmpMessage } from './icmp.ts';
import { decodeIpv4, encodeIpv4, type Ipv4Packet, PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from './ipv4.ts';
import { decodeTcp, encodeTcp, type TcpSegment } from './tcp.ts';
import { decodeUdp, encodeUdp, type UdpDatagram } from './udp.ts';

/** The two Ethernet addresses of a frame. */
export interface EthernetEnds {
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
}

/** A frame, decoded as far as the simulator knows its protocols. */
export type Frame =
  | { readonly kind: 'arp'; readonly ethernet: EthernetEnds; readonly arp: ArpPacket }
  | { readonly kind: 'icmp'; readonly ethernet: EthernetEnds; readonly ip: Ipv4Packet; readonly icmp: IcmpMessage }
  | { readonly kind: 'tcp'; readonly ethernet: EthernetEnds; readonly ip: Ipv4Packet; readonly tcp: TcpSegment }
  | { readonly kind: 'udp'; readonly ethernet: EthernetEnds; readonly ip: Ipv4Packet; readonly udp: UdpDatagram }
  | { readonly kind: 'ipv4'; readonly ethernet: EthernetEnds; readonly ip: Ipv4Packet }
  | { readonly kind: 'other'; readonly ethernet: EthernetEnds; readonly etherType: number };

/** The addresses and header fields around an IPv4 payload. */
export interface Envelope {
  readonly sourceMac: Uint8Array;
  readonly destinationMac: Uint8Array;
  readonly sourceIp: Uint8Array;
  readonly destinationIp: Uint8Array;
  readonly ttl: number;
  readonly identification: number;
}

/** Decodes all layers. Null as soon as one layer that it knows is malformed: a real stack would drop the frame. */
export function decodeFrame(bytes: Uint8Array): Frame | null {
  const ethernet = decodeEthernet(bytes);
  if (ethernet === null) return null;
  if (ethernet.etherType === ETHERTYPE_ARP) {
    const arp = decodeArp(ethernet.payload);
    return arp && { kind: 'arp', ethernet, arp };
  }
  if (ethernet.etherType !== ETHERTYPE_IPV4) return { kind: 'other', ethernet, etherType: ethernet.etherType };
  const ip = decodeIpv4(ethernet.payload);
  if (ip === null) return null;
  if (ip.protocol === PROTOCOL_ICMP) {
    const icmp = decodeIcmp(ip.payload);
    return icmp && { kind: 'icmp', ethernet, ip, icmp };
  }
  if (ip.protocol === PROTOCOL_TCP) {
    const tcp = decodeTcp(ip.payload, ip.source, ip.destination);
    return tcp && { kind: 'tcp', ethernet, ip, tcp };
  }
  if (ip.protocol === PROTOCOL_UDP) {
    const udp = decodeUdp(ip.payload, ip.source, ip.destination);
    return udp && { kind: 'udp', ethernet, ip, udp };
  }
  return { kind: 'ipv4', ethernet, ip };
}

export function encodeArpFrame(destinationMac: Uint8Array, arp: ArpPacket): Uint8Array {
  return encodeEthernet({
    destination: destinationMac,
    source: arp.senderMac,
    etherType: ETHERTYPE_ARP,
    payload: encodeArp(arp),
  });
}

export function encodeTcpFrame(envelope: Envelope, segment: TcpSegment): Uint8Array {
  return encodeIpv4Frame(envelope, PROTOCOL_TCP, encodeTcp(segment, envelope.sourceIp, envelope.destinationIp));
}

export function encodeUdpFrame(envelope: Envelope, datagram: UdpDatagram): Uint8Array {
  return encodeIpv4Frame(envelope, PROTOCOL_UDP, encodeUdp(datagram, envelope.sourceIp, envelope.destinationIp));
}

export function encodeIcmpFrame(envelope: Envelope, message: IcmpMessage): Uint8Array {
  return encodeIpv4Frame(envelope, PROTOCOL_ICMP, encodeIcmp(message));
}

function encodeIpv4Frame(envelope: Envelope, protocol: number, payload: Uint8Array): Uint8Array {
  const { sourceMac, destinationMac, sourceIp, destinationIp, ttl, identification } = envelope;
  return encodeEthernet({
    destination: destinationMac,
    source: sourceMac,
    etherType: ETHERTYPE_IPV4,
    payload: encodeIpv4({ source: sourceIp, destination: destinationIp, protocol, ttl, identification, payload }),
  });
}
