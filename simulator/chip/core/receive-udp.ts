import { BROADCAST_MAC, sameBytes } from '../../net/address.ts';
import type { Frame } from '../../net/frame.ts';
import { portUnreachable } from '../../net/unreachable.ts';
import { datagramArrives } from '../udp/input.ts';
import type { ChipCore } from './core.ts';

const IP_AT = 14;

/** To the lowest socket that is open as UDP on the port. Unlike TCP, UDP has senders without an address: DHCP clients. */
export function receiveUdp(core: ChipCore, frame: Frame & { readonly kind: 'udp' }, bytes: Uint8Array): void {
  const { network, sockets, switches } = core;
  const { ethernet, ip, udp } = frame;
  const isBroadcast = network.isBroadcast(ip.destination);
  if (!isBroadcast && !sameBytes(ip.destination, network.ip)) return;
  const peer = { mac: ethernet.source.slice(), ip: ip.source.slice(), port: udp.sourcePort };
  const socket = sockets.find((it) => it.udp !== null && it.port === udp.destinationPort);
  if (socket !== undefined) {
    if (isBroadcast && socket.udp?.blocksBroadcast === true) return;
    datagramArrives(socket, peer, udp.payload);
    return;
  }
  // RFC 1122 section 3.2.2: no ICMP error about what was sent to all.
  const isForAll = isBroadcast || sameBytes(ethernet.destination, BROADCAST_MAC);
  if (!isForAll && switches.closedUdpPort === 'unreachable')
    network.sendIcmp(peer, portUnreachable(bytes.subarray(IP_AT)));
}
