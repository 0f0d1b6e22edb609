import { BROADCAST_MAC, sameBytes } from '../../net/address.ts';
import type { ArpPacket } from '../../net/arp.ts';
import { SOCKET } from '../registers/socket.ts';
import { SR } from '../registers/states.ts';
import { startConnect } from '../tcp/handshake.ts';
import { Retry } from '../tcp/retry.ts';
import type { Socket } from './socket.ts';

const NO_MAC = new Uint8Array(6);

/** CONNECT: asks for the next hop's MAC address, RCR + 1 times RTR apart (ARP_TO), then sends the SYN. */
export function resolveAndConnect(socket: Socket): void {
  const { model, network } = socket.context;
  if (model.showsArp) socket.enter(SR.ARP, 'command');
  const ask = (): void => {
    network.sendArp(BROADCAST_MAC, { operation: 'request', targetMac: NO_MAC, targetIp: nextHop(socket) });
  };
  socket.resolving?.stop();
  socket.resolving = new Retry(socket.clock, {
    waitNs: () => socket.timing.waitNs(0),
    limit: () => socket.timing.retransmissionLimit,
    resend: ask,
    giveUp: () => socket.timeOut(),
  });
  socket.resolving.start();
  ask();
}

/** Continues every CONNECT that waited for this answer. */
export function arpReplyArrived(sockets: readonly Socket[], arp: ArpPacket): void {
  for (const socket of sockets) {
    if (socket.resolving === null || !sameBytes(arp.senderIp, nextHop(socket))) continue;
    socket.resolving.stop();
    socket.resolving = null;
    const mac = arp.senderMac.slice();
    socket.registers.set(mac, SOCKET.Sn_DHAR.offset);
    const port = socket.word(SOCKET.Sn_DPORT.offset);
    startConnect(socket, { mac, ip: destinationIp(socket).slice(), port });
  }
}

function nextHop(socket: Socket): Uint8Array {
  const { network } = socket.context;
  const ip = destinationIp(socket);
  return network.onSubnet(ip) ? ip : network.gateway;
}

function destinationIp(socket: Socket): Uint8Array {
  const { offset, bytes } = SOCKET.Sn_DIPR;
  return socket.registers.subarray(offset, offset + bytes);
}
