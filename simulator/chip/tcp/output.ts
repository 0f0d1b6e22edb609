import { type Seq, seqAdd } from '../../net/seq.ts';
import type { TcpFlags } from '../../net/tcp.ts';
import { SN_IR, SN_MR_ND, SOCKET } from '../registers/socket.ts';
import type { Socket } from '../sockets/socket.ts';
import type { Connection } from './connection.ts';

const TX_RD = SOCKET.Sn_TX_RD.offset;
const NO_BYTES = new Uint8Array(0);

export interface OutgoingSegment {
  readonly flags: readonly (keyof TcpFlags)[];
  readonly seq: Seq;
  readonly payload?: Uint8Array;
  readonly mss?: number;
}

/** Puts one segment on the wire. ACK and window are filled in, which makes a delayed ACK needless. */
export function sendSegment(socket: Socket, connection: Connection, segment: OutgoingSegment): void {
  const window = socket.rxFree;
  connection.rcvEdge = seqAdd(connection.rcvNxt, window);
  connection.ackTimer?.cancel();
  connection.ackTimer = null;
  socket.core.network.sendTcp(socket, connection.peer, {
    seq: segment.seq,
    ack: connection.rcvNxt,
    flags: segment.flags,
    window,
    mss: segment.mss ?? null,
    payload: segment.payload ?? NO_BYTES,
  });
}

/** Acknowledges now. */
export function sendAck(socket: Socket, connection: Connection): void {
  sendSegment(socket, connection, { flags: ['ack'], seq: connection.sndNxt });
}

/** Acknowledges received data: at once with Sn_MR.ND, otherwise RTR later unless a segment carries the ACK before. */
export function sendAckSoon(socket: Socket, connection: Connection): void {
  if ((socket.byte(SOCKET.Sn_MR.offset) & SN_MR_ND) !== 0) {
    sendAck(socket, connection);
    return;
  }
  connection.ackTimer ??= socket.core.clock.after(socket.waitNs(0), () => {
    connection.ackTimer = null;
    sendAck(socket, connection);
  });
}

/**
 * Sends what SEND left to be sent, as far as MSS and the peer's window allow, then the FIN that DISCON asked for. No
 * congestion window: the chips have none documented. While the window is closed, one octet is sent into it after the
 * first wait of RTR; it counts as data in flight, and each ACK that leaves the window closed restarts its retries.
 */
export function transmit(socket: Socket, connection: Connection): void {
  for (;;) {
    const unsent = unsentBytes(socket, connection);
    const usable = connection.sndWnd - connection.inFlight;
    const wanted = Math.min(unsent, connection.mss);
    const count = Math.min(wanted, usable);
    // Sender's side of silly window avoidance, RFC 9293 section 3.8.6.2.1.
    if (count <= 0 || (count < wanted && connection.inFlight > 0)) break;
    sendData(socket, connection, count);
  }
  sendFinWhenDue(socket, connection);
  const waiting = connection.inFlight > 0 || unsentBytes(socket, connection) > 0;
  if (waiting && !connection.retry.running) connection.retry.start();
}

/** Sends the next `count` bytes for the first time and moves Sn_TX_RD. */
export function sendData(socket: Socket, connection: Connection, count: number): void {
  const pointer = socket.word(TX_RD);
  const payload = socket.tx.copyOut(pointer, count);
  const last = count === unsentBytes(socket, connection);
  const seq = connection.sndNxt;
  socket.setWord(TX_RD, (pointer + count) & 0xffff);
  connection.sndNxt = seqAdd(seq, count);
  connection.dataSent = true;
  connection.lastOctetSent = payload[count - 1] ?? 0;
  sendSegment(socket, connection, { flags: last ? ['psh', 'ack'] : ['ack'], seq, payload });
  connection.keepalive.traffic();
}

export function unsentBytes(socket: Socket, connection: Connection): number {
  return connection.sendEnd === null ? 0 : (connection.sendEnd - socket.word(TX_RD)) & 0xffff;
}

/** The peer acknowledged something new: frees TX memory, and raises SENDOK when all of the SEND is through. */
export function advanceSendWindow(socket: Socket, connection: Connection, ack: Seq): void {
  const dataEnd = connection.finSeq ?? connection.sndNxt;
  const acked = Math.max(Math.min((ack - connection.sndUna) | 0, (dataEnd - connection.sndUna) | 0), 0);
  socket.txAcked = (socket.txAcked + acked) & 0xffff;
  connection.sndUna = ack;
  if (connection.inFlight > 0) connection.retry.start();
  else connection.retry.stop();
  if (connection.sendEnd === null || socket.txAcked !== connection.sendEnd) return;
  connection.sendEnd = null;
  socket.raise(SN_IR.SENDOK);
}

function sendFinWhenDue(socket: Socket, connection: Connection): void {
  if (!connection.finWanted || connection.finSeq !== null || unsentBytes(socket, connection) > 0) return;
  connection.finSeq = connection.sndNxt;
  connection.sndNxt = seqAdd(connection.sndNxt, 1);
  sendSegment(socket, connection, { flags: ['fin', 'ack'], seq: connection.finSeq });
}
