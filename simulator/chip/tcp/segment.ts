/** Putting single segments on the wire. */
import { type Seq, seqAdd } from '../../net/seq.ts';
import type { TcpFlags } from '../../net/tcp.ts';
import type { ChipConnection } from './connection.ts';
import type { TcpContext } from './context.ts';

const NO_BYTES = new Uint8Array(0);

export interface OutgoingSegment {
  readonly flags: readonly (keyof TcpFlags)[];
  readonly seq: Seq;
  readonly payload?: Uint8Array;
  readonly mss?: number;
}

/** Sends one segment. ACK and window are filled in, so a delayed ACK is no longer needed. */
export function sendSegment(tcp: TcpContext, connection: ChipConnection, segment: OutgoingSegment): void {
  const window = tcp.buffers.rxFree;
  connection.rcvEdge = seqAdd(connection.rcvNxt, window);
  connection.ackTimer?.cancel();
  connection.ackTimer = null;
  tcp.transmit(connection.peer, {
    seq: segment.seq,
    ack: connection.rcvNxt,
    flags: segment.flags,
    window,
    mss: segment.mss ?? null,
    payload: segment.payload ?? NO_BYTES,
  });
}

/** Acknowledges now. */
export function sendAck(tcp: TcpContext, connection: ChipConnection): void {
  sendSegment(tcp, connection, { flags: ['ack'], seq: connection.sndNxt });
}

/** Acknowledges received data: at once with Sn_MR.ND, otherwise RTR later unless a segment carries the ACK before. */
export function sendAckSoon(tcp: TcpContext, connection: ChipConnection): void {
  if (tcp.acknowledgesAtOnce) {
    sendAck(tcp, connection);
    return;
  }
  connection.ackTimer ??= tcp.clock.after(tcp.timing.waitNs(0), () => {
    connection.ackTimer = null;
    sendAck(tcp, connection);
  });
}
