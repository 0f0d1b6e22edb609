import { seqAdd, seqBefore, seqDiff, seqWithin } from '../../net/seq.ts';
import { sequenceLength, type TcpSegment } from '../../net/tcp.ts';
import { SN_IR } from '../registers/socket.ts';
import { SR } from '../registers/states.ts';
import { finAcknowledged, finArrived } from './close.ts';
import type { ChipConnection } from './connection.ts';
import type { TcpContext } from './context.ts';
import { arriveInSynsent, establish, rstBits } from './handshake.ts';
import { answerProbe, noteTraffic } from './keepalive.ts';
import { advanceSendWindow, transmit } from './output.ts';
import { sendAck, sendAckSoon } from './segment.ts';
import { sendSyn } from './syn.ts';

/** A segment for an existing connection: RFC 9293 section 3.10.7.4, in its order. */
export function segmentArrives(tcp: TcpContext, connection: ChipConnection, segment: TcpSegment): void {
  if (tcp.state === SR.SYNSENT) {
    arriveInSynsent(tcp, connection, segment);
    return;
  }
  if (segment.flags.ack && !segment.flags.rst) answerProbe(tcp, connection, segment.ack);
  if (tcp.state === SR.SYNRECV && segment.flags.syn && !segment.flags.rst) {
    sendSyn(tcp, connection); // the peer did not get our SYN/ACK
    return;
  }
  if (!acceptable(tcp, connection, segment)) {
    if (!segment.flags.rst) sendAck(tcp, connection);
    return;
  }
  if (segment.flags.rst) {
    if (segment.seq === connection.rcvNxt || tcp.switches.rstInWindow === 'closes') resetArrived(tcp);
    else sendAck(tcp, connection); // RFC 9293: challenge ACK
    return;
  }
  if (segment.flags.syn) {
    sendAck(tcp, connection); // RFC 9293: challenge ACK
    return;
  }
  if (!segment.flags.ack || !acknowledgementArrived(tcp, connection, segment)) return;
  if (tcp.connection !== connection) return;
  dataArrived(tcp, connection, segment);
}

/** RFC 9293 section 3.4. At a closed window a segment at RCV.NXT still passes, for its ACK or RST. */
function acceptable(tcp: TcpContext, connection: ChipConnection, segment: TcpSegment): boolean {
  const window = tcp.buffers.rxFree;
  const length = sequenceLength(segment);
  if (window <= 0) return segment.seq === connection.rcvNxt;
  const startsInside = seqWithin(segment.seq, connection.rcvNxt, window);
  if (length === 0) return startsInside;
  return startsInside || seqWithin(seqAdd(segment.seq, length - 1), connection.rcvNxt, window);
}

function resetArrived(tcp: TcpContext): void {
  if (tcp.state === SR.SYNRECV && tcp.switches.synrecvRst === 'listen') {
    tcp.enter(SR.LISTEN, 'rst');
    tcp.connection?.stop();
    tcp.connection = null;
    return;
  }
  tcp.close('rst', rstBits(tcp));
}

/** False when the rest of the segment must be ignored. */
function acknowledgementArrived(tcp: TcpContext, connection: ChipConnection, segment: TcpSegment): boolean {
  const ahead = seqDiff(segment.ack, connection.sndUna);
  const valid = ahead <= connection.inFlight;
  if (tcp.state === SR.SYNRECV) {
    if (ahead <= 0 || !valid) {
      tcp.refuse(connection.peer, segment);
      return false;
    }
    establish(tcp, connection, segment);
    return true;
  }
  if (!valid) {
    sendAck(tcp, connection);
    return false;
  }
  if (ahead >= 0) updateWindow(connection, segment);
  if (ahead > 0) {
    advanceSendWindow(tcp, connection, segment.ack);
    if (connection.finAcked) finAcknowledged(tcp, connection);
    if (tcp.connection !== connection) return false;
  } else if (connection.sndWnd === 0 && connection.inFlight > 0) {
    // A closed window is an answer: the peer is alive.
    if (tcp.switches.windowProbes === 'back-off') connection.retry.postpone();
    else connection.retry.start();
  }
  transmit(tcp, connection);
  return true;
}

/** RFC 9293 section 3.10.7.4: only from a segment that is not older than the last one used; the caller checks SND.WL2. */
function updateWindow(connection: ChipConnection, segment: TcpSegment): void {
  if (seqBefore(segment.seq, connection.sndWl1)) return;
  connection.sndWnd = segment.window;
  connection.sndWl1 = segment.seq;
}

/** Takes payload and FIN that continue the received data; a segment after a gap is dropped and answered with an ACK. */
function dataArrived(tcp: TcpContext, connection: ChipConnection, segment: TcpSegment): void {
  if (sequenceLength(segment) === 0) return;
  const known = seqDiff(connection.rcvNxt, segment.seq);
  const fresh = segment.payload.subarray(Math.max(known, 0));
  const open = tcp.state === SR.ESTABLISHED || tcp.state === SR.FIN_WAIT;
  // The chip takes a segment as a whole or not at all.
  if (known < 0 || !open || fresh.length > tcp.buffers.rxFree) {
    sendAck(tcp, connection);
    return;
  }
  if (fresh.length > 0) store(tcp, connection, fresh);
  if (segment.flags.fin) finArrived(tcp, connection);
  else if (known > 0) sendAck(tcp, connection);
  else sendAckSoon(tcp, connection);
}

function store(tcp: TcpContext, connection: ChipConnection, bytes: Uint8Array): void {
  tcp.buffers.storeRx(bytes);
  connection.rcvNxt = seqAdd(connection.rcvNxt, bytes.length);
  connection.dataReceived = true;
  noteTraffic(tcp, connection);
  tcp.raise(SN_IR.RECV);
  tcp.report({ kind: 'received' });
}
