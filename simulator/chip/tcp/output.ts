/** Sending data and FIN. */
import { type Seq, seqAdd } from '../../net/seq.ts';
import { SN_IR } from '../registers/socket.ts';
import type { ChipConnection } from './connection.ts';
import type { TcpContext } from './context.ts';
import { noteTraffic } from './keepalive.ts';
import { sendSegment } from './segment.ts';

/**
 * Sends what SEND left to be sent, as far as MSS and the peer's window allow, then the FIN that DISCON asked for. No
 * congestion window: the chips have none documented. While the window is closed, one octet is sent into it after the
 * first wait of RTR; it counts as data in flight, and each ACK that leaves the window closed restarts its retries, after
 * a longer wait unless the switch `windowProbes` says otherwise.
 */
export function transmit(tcp: TcpContext, connection: ChipConnection): void {
  for (;;) {
    const unsent = unsentBytes(tcp, connection);
    const usable = connection.sndWnd - connection.inFlight;
    const wanted = Math.min(unsent, connection.mss);
    const count = Math.min(wanted, usable);
    // Sender's side of silly window avoidance, RFC 9293 section 3.8.6.2.1.
    if (count <= 0 || (count < wanted && connection.inFlight > 0)) break;
    sendData(tcp, connection, count);
  }
  sendFinWhenDue(tcp, connection);
  const waiting = connection.inFlight > 0 || unsentBytes(tcp, connection) > 0;
  if (waiting && !connection.retry.running) connection.retry.start();
}

/** Sends the next `count` bytes for the first time and moves Sn_TX_RD. */
export function sendData(tcp: TcpContext, connection: ChipConnection, count: number): void {
  const { buffers } = tcp;
  const payload = buffers.readTx(buffers.txNext, count);
  const last = count === unsentBytes(tcp, connection);
  const seq = connection.sndNxt;
  buffers.txNext += count;
  connection.sndNxt = seqAdd(seq, count);
  connection.dataSent = true;
  connection.lastOctetSent = payload[count - 1] ?? 0;
  sendSegment(tcp, connection, { flags: last ? ['psh', 'ack'] : ['ack'], seq, payload });
  noteTraffic(tcp, connection);
}

export function unsentBytes({ buffers }: TcpContext, connection: ChipConnection): number {
  return connection.sendEnd === null ? 0 : (connection.sendEnd - buffers.txNext) & 0xffff;
}

/** The peer acknowledged something new: frees TX memory, and raises SENDOK when all of the SEND is acknowledged. */
export function advanceSendWindow(tcp: TcpContext, connection: ChipConnection, ack: Seq): void {
  const { buffers } = tcp;
  const dataEnd = connection.finSeq ?? connection.sndNxt;
  const acked = Math.max(Math.min((ack - connection.sndUna) | 0, (dataEnd - connection.sndUna) | 0), 0);
  buffers.txAcked = (buffers.txAcked + acked) & 0xffff;
  connection.sndUna = ack;
  if (connection.inFlight > 0) connection.retry.start();
  else connection.retry.stop();
  if (connection.sendEnd === null || buffers.txAcked !== connection.sendEnd) return;
  connection.sendEnd = null;
  tcp.raise(SN_IR.SENDOK);
}

function sendFinWhenDue(tcp: TcpContext, connection: ChipConnection): void {
  if (!connection.finWanted || connection.finSeq !== null || unsentBytes(tcp, connection) > 0) return;
  connection.finSeq = connection.sndNxt;
  connection.sndNxt = seqAdd(connection.sndNxt, 1);
  sendSegment(tcp, connection, { flags: ['fin', 'ack'], seq: connection.finSeq });
}
