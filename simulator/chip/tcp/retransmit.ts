import { seqDiff } from '../../net/seq.ts';
import { SR } from '../registers/states.ts';
import type { Socket } from '../sockets/socket.ts';
import type { Connection } from './connection.ts';
import { sendSyn } from './handshake.ts';
import { sendData, sendSegment, unsentBytes } from './output.ts';

/** RTR has run out without an answer: sends the oldest unacknowledged segment again, not the ones behind it. */
export function sendAgain(socket: Socket, connection: Connection, attempt: number): void {
  if (connection.inFlight === 0) {
    sendIntoClosedWindow(socket, connection);
    return;
  }
  socket.core.report({ kind: 'retransmission', socket: socket.number, attempt });
  if (socket.state === SR.SYNSENT || socket.state === SR.SYNRECV) {
    sendSyn(socket, connection);
    return;
  }
  const dataEnd = connection.finSeq ?? connection.sndNxt;
  const count = Math.min(seqDiff(dataEnd, connection.sndUna), connection.mss);
  if (count > 0) {
    const payload = socket.tx.copyOut(socket.txAcked, count);
    sendSegment(socket, connection, { flags: ['psh', 'ack'], seq: connection.sndUna, payload });
  } else {
    sendSegment(socket, connection, { flags: ['fin', 'ack'], seq: connection.sndUna });
  }
}

/** All RCR retransmissions went unanswered: TIMEOUT and CLOSED, whatever the state; nothing is sent to the peer. */
export function giveUpSending(socket: Socket): void {
  socket.timeOut();
}

function sendIntoClosedWindow(socket: Socket, connection: Connection): void {
  if (unsentBytes(socket, connection) === 0) {
    connection.retry.stop();
    return;
  }
  sendData(socket, connection, 1);
  connection.retry.start();
}
