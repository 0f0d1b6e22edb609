/** The commands of a socket that is open as UDP. */
import { BROADCAST_MAC, sameBytes } from '../../net/address.ts';
import { hexText } from '../../words.ts';
import { SN_IR, SN_MR_MULTI, SN_MR_UDP, SOCKET } from '../registers/socket.ts';
import { SR } from '../registers/states.ts';
import type { PeerAddress } from '../tcp/connection.ts';
import { dropDatagrams, sendDatagrams } from '../udp/output.ts';
import { destinationIp, resolve } from './arp-client.ts';
import type { Socket } from './socket.ts';

/** OPEN as UDP. */
export function openUdp(socket: Socket): void {
  const mode = socket.byte(SOCKET.Sn_MR.offset);
  if ((mode & SN_MR_MULTI) !== 0) {
    socket.lacks(`UDP multicast (Sn_MR ${hexText(SN_MR_MULTI | SN_MR_UDP, 2)})`);
    return;
  }
  const blocksBroadcast = (mode & socket.context.model.broadcastBlock) !== 0;
  socket.udp = { blocksBroadcast, resolvedIp: null };
  socket.enter(SR.UDP, 'command');
}

/**
 * SEND: by the MAC address of the last SEND if Sn_DIPR is the same as then (W5200 p. 32; the W5500's MR.FARP forces ARP,
 * so without it the chip does not always ask), to all without ARP, else after ARP. Without an answer the socket stays open.
 */
export function sendUdp(socket: Socket): void {
  const { udp, buffers } = socket;
  if (udp === null || !hasUnsent(socket)) return;
  const ip = destinationIp(socket).slice();
  const end = buffers.txEnd;
  if (socket.context.network.isBroadcast(ip)) {
    udp.resolvedIp = null;
    sendDatagrams(socket, peerOf(socket, BROADCAST_MAC, ip), end);
    return;
  }
  if (udp.resolvedIp !== null && sameBytes(udp.resolvedIp, ip)) {
    sendDatagrams(socket, peerOf(socket, storedMac(socket), ip), end);
    return;
  }
  udp.resolvedIp = null;
  const peer = peerOf(socket, BROADCAST_MAC, ip);
  const send = (mac: Uint8Array): void => {
    socket.enter(SR.UDP, 'command');
    udp.resolvedIp = ip;
    sendDatagrams(socket, { ...peer, mac }, end);
  };
  const giveUp = (): void => {
    socket.enter(SR.UDP, 'timeout');
    dropDatagrams(socket, end);
  };
  resolve(socket, send, giveUp);
}

/** SEND_MAC: to the MAC address that the host has put into Sn_DHAR, without ARP. */
export function sendMac(socket: Socket): void {
  if (socket.udp === null || !hasUnsent(socket)) return;
  const peer = peerOf(socket, storedMac(socket), destinationIp(socket).slice());
  sendDatagrams(socket, peer, socket.buffers.txEnd);
}

function hasUnsent(socket: Socket): boolean {
  const { buffers, resolving, switches } = socket;
  if (resolving !== null) {
    socket.violate('command/overlap', ': SEND before SENDOK of the last SEND');
    return false;
  }
  socket.checkTxOverflow();
  const isEmpty = buffers.txEnd === buffers.txNext;
  if (isEmpty && switches.emptySend === 'sendok') socket.raise(SN_IR.SENDOK);
  return !isEmpty;
}

function peerOf(socket: Socket, mac: Uint8Array, ip: Uint8Array): PeerAddress {
  return { mac, ip, port: socket.word(SOCKET.Sn_DPORT.offset) };
}

function storedMac(socket: Socket): Uint8Array {
  const { offset, bytes } = SOCKET.Sn_DHAR;
  return socket.registers.slice(offset, offset + bytes);
}
