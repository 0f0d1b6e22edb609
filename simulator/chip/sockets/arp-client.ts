import { BROADCAST_MAC, sameBytes } from '../../net/address.ts';
import type { ArpPacket } from '../../net/arp.ts';
import type { ChipCore } from '../core/core.ts';
import { SOCKET } from '../registers/socket.ts';
import { SR } from '../registers/states.ts';
import { startConnect } from '../tcp/handshake.ts';
import { Retry } from '../tcp/retry.ts';
import type { Socket } from './socket.ts';

const NO_MAC = new Uint8Array(6);

/** CONNECT: asks for the next hop's MAC address, RCR + 1 times RTR apart (ARP_TO), then sends the SYN. */
export function resolveAndConnect(socket: Socket): void {
  const { core } = socket;
  if (core.model.showsArp) socket.enter(SR.ARP, 'command');
  const ask = (): void => {
    const targetIp = nextHop(socket);
    core.network.sendArp(BROADCAST_MAC, { operation: 'request', targetMac: NO_MAC, targetIp });
  };
  socket.resolving?.stop();
  socket.resolving = new Retry(core.clock, {
    waitNs: () => socket.waitNs(0),
    limit: () => socket.retransmissionLimit,
    again: ask,
    giveUp: () => socket.timeOut(),
  });
  socket.resolving.start();
  ask();
}

/** Goes on with every CONNECT that waited for this answer. */
export function arpReplyArrived(core: ChipCore, arp: ArpPacket): void {
  for (const socket of core.sockets) {
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
  const ip = destinationIp(socket);
  return socket.core.network.onSubnet(ip) ? ip : socket.core.network.gateway;
}

function destinationIp(socket: Socket): Uint8Array {
  const { offset, bytes } = SOCKET.Sn_DIPR;
  return socket.registers.subarray(offset, offset + bytes);
}
