import { seq, seqAdd } from '../../net/seq.ts';
import type { TcpSegment } from '../../net/tcp.ts';
import { SN_IR } from '../registers/socket.ts';
import { SR } from '../registers/states.ts';
import { ChipConnection, type InitialState, type PeerAddress } from './connection.ts';
import type { TcpContext } from './context.ts';
import { probeWaitNs, transmitProbe } from './keepalive.ts';
import { sendAgain } from './retransmit.ts';
import { sendAck } from './segment.ts';
import { agreedMss, sendSyn } from './syn.ts';

/** A SYN for a listening socket; the peer's MAC address is taken from the frame that brought it. */
export function acceptSyn(tcp: TcpContext, peer: PeerAddress, segment: TcpSegment): void {
  tcp.recordPeer(peer);
  const connection = createConnection(tcp, peer, {
    iss: tcp.initialSequence(),
    rcvNxt: seqAdd(segment.seq, 1),
    mss: agreedMss(tcp, segment.mss),
  });
  connection.sndWnd = segment.window;
  tcp.connection = connection;
  tcp.enter(SR.SYNRECV, 'handshake');
  sendSyn(tcp, connection);
  connection.retry.start();
}

/** CONNECT, after the peer's MAC address was resolved. */
export function startConnect(tcp: TcpContext, peer: PeerAddress): void {
  const connection = createConnection(tcp, peer, {
    iss: tcp.initialSequence(),
    rcvNxt: seq(0),
    mss: agreedMss(tcp, null),
  });
  tcp.connection = connection;
  tcp.enter(SR.SYNSENT, 'command');
  sendSyn(tcp, connection);
  connection.retry.start();
}

/** A segment in SYNSENT (RFC 9293 section 3.10.7.3). A SYN without ACK, the simultaneous open, is ignored. */
export function arriveInSynsent(tcp: TcpContext, connection: ChipConnection, segment: TcpSegment): void {
  const { ack, syn, rst } = segment.flags;
  if (ack && segment.ack !== connection.sndNxt) {
    if (!rst) tcp.refuse(connection.peer, segment);
    return;
  }
  if (rst) {
    if (ack) tcp.close('rst', rstBits(tcp));
    return;
  }
  if (!syn || !ack) return;
  connection.rcvNxt = seqAdd(segment.seq, 1);
  connection.mss = agreedMss(tcp, segment.mss);
  establish(tcp, connection, segment);
  sendAck(tcp, connection);
}

/** To ESTABLISHED. The TX pointers get new values, which reveals a driver that kept older ones. */
export function establish(tcp: TcpContext, connection: ChipConnection, segment: TcpSegment): void {
  connection.retry.stop();
  connection.sndUna = segment.ack;
  connection.sndWnd = segment.window;
  connection.sndWl1 = segment.seq;
  tcp.buffers.initialiseTx();
  tcp.enter(SR.ESTABLISHED, 'handshake');
  tcp.raise(SN_IR.CON);
}

/** The bits of Sn_IR that a RST raises besides closing the socket. */
export function rstBits({ switches }: TcpContext): number {
  return switches.disconOnRst ? SN_IR.DISCON : 0;
}

/** After the last retry goes unanswered: TIMEOUT and CLOSED, whatever the state; nothing is sent to the peer. */
function createConnection(tcp: TcpContext, peer: PeerAddress, initial: InitialState): ChipConnection {
  const { timing } = tcp;
  const rules = { limit: () => timing.retransmissionLimit, giveUp: () => tcp.timeOut() };
  const connection: ChipConnection = new ChipConnection(peer, initial, tcp.clock, {
    segments: {
      ...rules,
      waitNs: (attempt) => timing.waitNs(attempt),
      resend: (attempt) => sendAgain(tcp, connection, attempt),
    },
    probes: {
      ...rules,
      waitNs: (attempt) => probeWaitNs(tcp, connection, attempt),
      resend: (attempt) => transmitProbe(tcp, connection, attempt),
    },
  });
  return connection;
}
