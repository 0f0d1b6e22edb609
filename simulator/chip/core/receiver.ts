import { BROADCAST_MAC, sameBytes } from '../../net/address.ts';
import type { ArpPacket } from '../../net/arp.ts';
import { decodeFrame } from '../../net/frame.ts';
import { ICMP_ECHO_REPLY, ICMP_ECHO_REQUEST, type IcmpMessage } from '../../net/icmp.ts';
import type { TcpSegment } from '../../net/tcp.ts';
import { SR } from '../registers/states.ts';
import { arpReplyArrived } from '../sockets/arp-client.ts';
import type { Socket } from '../sockets/socket.ts';
import type { PeerAddress } from '../tcp/connection.ts';
import { acceptSyn } from '../tcp/handshake.ts';
import { segmentArrives } from '../tcp/input.ts';
import type { ChipCore } from './core.ts';
import { raise, receivePortUnreachable } from './events.ts';
import type { NetworkInterface } from './network-interface.ts';
import { receiveUdp } from './receive-udp.ts';

const MR_PB = 0x10;
const IR_CONFLICT = 0x80;
const NO_IP = new Uint8Array(4);

/** A frame for the chip: MAC filter, ARP, ICMP, and the socket of a segment or datagram. */
export function receiveFrame(core: ChipCore, bytes: Uint8Array): void {
  const { network } = core;
  if (!network.phyRuns) return;
  const destination = bytes.subarray(0, 6);
  if (!sameBytes(destination, network.mac) && !sameBytes(destination, BROADCAST_MAC)) return;
  const frame = decodeFrame(bytes);
  if (frame === null) return;
  if (frame.kind === 'arp') receiveArp(core, frame.arp);
  if (frame.kind === 'udp') receiveUdp(core, frame, bytes);
  if ((frame.kind !== 'icmp' && frame.kind !== 'tcp') || !sameBytes(frame.ip.destination, network.ip)) return;
  const mac = frame.ethernet.source.slice();
  const ip = frame.ip.source.slice();
  if (frame.kind === 'icmp') receiveIcmp(core, { mac, ip, port: 0 }, frame.icmp);
  else receiveTcp(core, { mac, ip, port: frame.tcp.sourcePort }, frame.tcp);
}

function receiveArp(core: ChipCore, arp: ArpPacket): void {
  const { model, network, sockets } = core;
  if (arp.operation === 'reply') {
    arpReplyArrived(sockets, arp); // without an own address too: DHCP clients look so whether an address is in use
    return;
  }
  if (!network.hasIp) return;
  if (sameBytes(arp.senderIp, network.ip)) raise(core, IR_CONFLICT);
  if (!sameBytes(arp.targetIp, network.ip)) return;
  const isAddressProbe = sameBytes(arp.senderIp, NO_IP) && !network.onSubnet(arp.senderIp);
  const targetIp = isAddressProbe && model.answersAddressProbesToGateway ? network.gateway : arp.senderIp;
  network.sendArp(arp.senderMac, { operation: 'reply', targetMac: arp.senderMac, targetIp });
}

function receiveIcmp(core: ChipCore, peer: PeerAddress, message: IcmpMessage): void {
  const { common, model, network } = core;
  const isBlocked = ((common[model.at.MR] ?? 0) & MR_PB) !== 0;
  if (message.type === ICMP_ECHO_REQUEST && !isBlocked) network.sendIcmp(peer, { ...message, type: ICMP_ECHO_REPLY });
  receivePortUnreachable(core, message);
}

/** To its connection, else to the lowest socket that listens on the port, else RST. */
function receiveTcp({ network, sockets, switches }: ChipCore, peer: PeerAddress, segment: TcpSegment): void {
  if (switches.impossibleSources === 'dropped' && isImpossible(peer, network)) return;
  let listener: Socket | null = null;
  for (const socket of sockets) {
    if (socket.port !== segment.destinationPort) continue;
    const { connection } = socket;
    if (connection !== null && connection.peer.port === peer.port && sameBytes(connection.peer.ip, peer.ip)) {
      segmentArrives(socket, connection, segment);
      return;
    }
    if (listener === null && socket.state === SR.LISTEN) listener = socket;
  }
  const { syn, ack, rst } = segment.flags;
  if (listener !== null && syn && !ack && !rst) acceptSyn(listener, peer, segment);
  else if (listener === null || ack || switches.strayAtListen === 'reset') network.refuse(peer, segment);
}

/** Sources that RFC 1122 section 3.2.1.3 forbids: 0.0.0.0/8, multicast, broadcast, loopback, and the own address. */
function isImpossible({ mac, ip }: PeerAddress, network: NetworkInterface): boolean {
  const [first = 0] = ip;
  const isReserved = first === 0 || first === 127 || first >= 224;
  return isReserved || ((mac[0] ?? 0) & 1) !== 0 || sameBytes(ip, network.ip) || network.isDirectedBroadcast(ip);
}
