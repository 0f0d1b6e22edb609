import { seqDiff } from '../../net/seq.ts';
import { SR } from '../registers/states.ts';
import type { ChipConnection } from './connection.ts';
import type { TcpContext } from './context.ts';
import { sendData, unsentBytes } from './output.ts';
import { sendSegment } from './segment.ts';
import { sendSyn } from './syn.ts';

/** RTR has passed without an answer: sends the oldest unacknowledged segment again, but none after it. */
export function sendAgain(tcp: TcpContext, connection: ChipConnection, attempt: number): void {
  if (connection.inFlight === 0) {
    sendIntoClosedWindow(tcp, connection);
    return;
  }
  tcp.report({ kind: 'retransmission', attempt });
  if (tcp.state === SR.SYNSENT || tcp.state === SR.SYNRECV) {
    sendSyn(tcp, connection);
    return;
  }
  const dataEnd = connection.finSeq ?? connection.sndNxt;
  const count = Math.min(seqDiff(dataEnd, connection.sndUna), connection.mss);
  if (count > 0) {
    const payload = tcp.buffers.readTx(tcp.buffers.txAcked, count);
    sendSegment(tcp, connection, { flags: ['psh', 'ack'], seq: connection.sndUna, payload });
  } else {
    sendSegment(tcp, connection, { flags: ['fin', 'ack'], seq: connection.sndUna });
  }
}

function sendIntoClosedWindow(tcp: TcpContext, connection: ChipConnection): void {
  if (unsentBytes(tcp, connection) === 0) {
    connection.retry.stop();
    return;
  }
  sendData(tcp, connection, 1);
  connection.retry.start();
}
