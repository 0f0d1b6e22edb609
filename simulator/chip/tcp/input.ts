import { seqAdd, seqBefore, seqDiff, seqWithin } from '../../net/seq.ts';
import { sequenceLength, type TcpSegment } from '../../net/tcp.ts';
import { SN_IR, SOCKET } from '../registers/socket.ts';
import { SR } from '../registers/states.ts';
import type { Socket } from '../sockets/socket.ts';
import { finAcknowledged, finArrived } from './close.ts';
import type { Connection } from './connection.ts';
import { arriveInSynsent, establish, rstBits, sendSyn } from './handshake.ts';
import { advanceSendWindow, sendAck, sendAckSoon, transmit } from './output.ts';

const RX_WR = SOCKET.Sn_RX_WR.offset;

/** A segment for an existing connection: RFC 9293 section 3.10.7.4, in its order. */
export function arrive(socket: Socket, connection: Connection, segment: TcpSegment): void {
  if (socket.state === SR.SYNSENT) {
    arriveInSynsent(socket, connection, segment);
    return;
  }
  if (segment.flags.ack && !segment.flags.rst) connection.keepalive.acknowledged(segment.ack);
  if (socket.state === SR.SYNRECV && segment.flags.syn && !segment.flags.rst) {
    sendSyn(socket, connection); // the peer did not get our SYN/ACK
    return;
  }
  if (!acceptable(socket, connection, segment)) {
    if (!segment.flags.rst) sendAck(socket, connection);
    return;
  }
  if (segment.flags.rst) {
    resetArrived(socket);
    return;
  }
  if (segment.flags.syn) {
    sendAck(socket, connection); // RFC 9293: challenge ACK
    return;
  }
  if (!segment.flags.ack || !acknowledgementArrived(socket, connection, segment)) return;
  if (socket.connection !== connection) return;
  dataArrived(socket, connection, segment);
}

/** RFC 9293 section 3.4. At a closed window a segment at RCV.NXT still passes, for its ACK or RST. */
function acceptable(socket: Socket, connection: Connection, segment: TcpSegment): boolean {
  const window = socket.rxFree;
  const length = sequenceLength(segment);
  if (window <= 0) return segment.seq === connection.rcvNxt;
  const startsInside = seqWithin(segment.seq, connection.rcvNxt, window);
  if (length === 0) return startsInside;
  return startsInside || seqWithin(seqAdd(segment.seq, length - 1), connection.rcvNxt, window);
}

function resetArrived(socket: Socket): void {
  if (socket.state === SR.SYNRECV && socket.core.switches.synrecvRst === 'listen') {
    socket.enter(SR.LISTEN, 'rst');
    socket.connection?.stop();
    socket.connection = null;
    return;
  }
  socket.close('rst', rstBits(socket));
}

/** False when the segment must not be looked at any further. */
function acknowledgementArrived(socket: Socket, connection: Connection, segment: TcpSegment): boolean {
  const ahead = seqDiff(segment.ack, connection.sndUna);
  const valid = ahead <= connection.inFlight;
  if (socket.state === SR.SYNRECV) {
    if (ahead <= 0 || !valid) {
      socket.core.network.refuse(connection.peer, segment);
      return false;
    }
    establish(socket, connection, segment);
    return true;
  }
  if (!valid) {
    sendAck(socket, connection);
    return false;
  }
  if (ahead >= 0) updateWindow(connection, segment);
  if (ahead > 0) {
    advanceSendWindow(socket, connection, segment.ack);
    if (connection.finAcked) finAcknowledged(socket, connection);
    if (socket.connection !== connection) return false;
  } else if (connection.sndWnd === 0 && connection.inFlight > 0) {
    connection.retry.start(); // a closed window is an answer: the peer is alive
  }
  transmit(socket, connection);
  return true;
}

/** RFC 9293 section 3.10.7.4: only from a segment that is not older than the last one used; of SND.WL2 the caller sees. */
function updateWindow(connection: Connection, segment: TcpSegment): void {
  if (seqBefore(segment.seq, connection.sndWl1)) return;
  connection.sndWnd = segment.window;
  connection.sndWl1 = segment.seq;
}

/** Takes payload and FIN that follow directly on what is there already; a gap is answered with an ACK and dropped. */
function dataArrived(socket: Socket, connection: Connection, segment: TcpSegment): void {
  if (sequenceLength(segment) === 0) return;
  const known = seqDiff(connection.rcvNxt, segment.seq);
  const fresh = segment.payload.subarray(Math.max(known, 0));
  const open = socket.state === SR.ESTABLISHED || socket.state === SR.FIN_WAIT;
  // The chip takes a segment as a whole or not at all.
  if (known < 0 || !open || fresh.length > socket.rxFree) {
    sendAck(socket, connection);
    return;
  }
  if (fresh.length > 0) store(socket, connection, fresh);
  if (segment.flags.fin) finArrived(socket, connection);
  else if (known > 0) sendAck(socket, connection);
  else sendAckSoon(socket, connection);
}

function store(socket: Socket, connection: Connection, bytes: Uint8Array): void {
  const pointer = socket.word(RX_WR);
  socket.rx.copyIn(pointer, bytes);
  socket.setWord(RX_WR, (pointer + bytes.length) & 0xffff);
  connection.rcvNxt = seqAdd(connection.rcvNxt, bytes.length);
  connection.dataReceived = true;
  connection.keepalive.traffic();
  socket.raise(SN_IR.RECV);
}
