import { BROADCAST_MAC, sameBytes } from '../../net/address.ts';
import type { ArpPacket } from '../../net/arp.ts';
import { SOCKET } from '../registers/socket.ts';
import { SR } from '../registers/states.ts';
import { startConnect } from '../tcp/handshake.ts';
import { Retry } from '../tcp/retry.ts';
import type { Resolving } from './resolving.ts';
import type { Socket } from './socket.ts';

const NO_MAC = new Uint8Array(6);

/** CONNECT: asks for the next hop's MAC address, then sends the SYN. */
export function resolveAndConnect(socket: Socket): void {
  const connect = (mac: Uint8Array): void => {
    startConnect(socket, { mac, ip: destinationIp(socket).slice(), port: socket.word(SOCKET.Sn_DPORT.offset) });
  };
  resolve(socket, connect, () => socket.timeOut());
}

/** Asks for the next hop's MAC address, RCR + 1 times RTR apart (ARP_TO), and puts it into Sn_DHAR. */
export function resolve(socket: Socket, resolved: Resolving['resolved'], giveUp: () => void): void {
  const { model, network } = socket.context;
  if (model.showsArp) socket.enter(SR.ARP, 'command');
  const ask = (): void => {
    network.sendArp(BROADCAST_MAC, { operation: 'request', targetMac: NO_MAC, targetIp: nextHop(socket) });
  };
  socket.resolving?.retry.stop();
  const retry = new Retry(socket.clock, {
    waitNs: () => socket.timing.waitNs(0),
    limit: () => socket.timing.retransmissionLimit,
    resend: ask,
    giveUp: () => {
      socket.resolving = null;
      giveUp();
    },
  });
  socket.resolving = { retry, resolved };
  retry.start();
  ask();
}

/** Continues every command that waited for this answer. */
export function arpReplyArrived(sockets: readonly Socket[], arp: ArpPacket): void {
  for (const socket of sockets) {
    const { resolving } = socket;
    if (resolving === null || !sameBytes(arp.senderIp, nextHop(socket))) continue;
    resolving.retry.stop();
    socket.resolving = null;
    const mac = arp.senderMac.slice();
    socket.registers.set(mac, SOCKET.Sn_DHAR.offset);
    resolving.resolved(mac);
  }
}

/** Sn_DIPR; a view of the registers. */
export function destinationIp(socket: Socket): Uint8Array {
  const { offset, bytes } = SOCKET.Sn_DIPR;
  return socket.registers.subarray(offset, offset + bytes);
}

function nextHop(socket: Socket): Uint8Array {
  return socket.context.network.nextHop(destinationIp(socket));
}
