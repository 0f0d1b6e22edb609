import { type Seq, seq, seqAdd } from '../../net/seq.ts';
import type { TcpSegment } from '../../net/tcp.ts';
import { SN_IR, SOCKET } from '../registers/socket.ts';
import { SR } from '../registers/states.ts';
import type { Socket } from '../sockets/socket.ts';
import { Connection, type PeerAddress } from './connection.ts';
import { sendAck, sendSegment } from './output.ts';

/** Sn_MSSR: TCP's default and maximum on both chips. */
const MAX_MSS = 1460;
/** RFC 9293 section 3.7.1: assumed when the peer's SYN has no MSS option. */
const DEFAULT_PEER_MSS = 536;

/** A SYN for a listening socket; the peer's MAC address is taken from the frame that brought it. */
export function acceptSyn(socket: Socket, peer: PeerAddress, segment: TcpSegment): void {
  socket.registers.set(peer.mac, SOCKET.Sn_DHAR.offset);
  socket.registers.set(peer.ip, SOCKET.Sn_DIPR.offset);
  socket.setWord(SOCKET.Sn_DPORT.offset, peer.port);
  const connection = new Connection(socket, peer, {
    iss: initialSequence(socket),
    rcvNxt: seqAdd(segment.seq, 1),
    mss: agreedMss(socket, segment.mss),
  });
  connection.sndWnd = segment.window;
  socket.connection = connection;
  socket.enter(SR.SYNRECV, 'handshake');
  sendSyn(socket, connection);
  connection.retry.start();
}

/** CONNECT, the peer's MAC address being known. */
export function startConnect(socket: Socket, peer: PeerAddress): void {
  const connection = new Connection(socket, peer, {
    iss: initialSequence(socket),
    rcvNxt: seq(0),
    mss: agreedMss(socket, null),
  });
  socket.connection = connection;
  socket.enter(SR.SYNSENT, 'command');
  sendSyn(socket, connection);
  connection.retry.start();
}

/** SYN, or SYN/ACK once the peer's SYN is known. */
export function sendSyn(socket: Socket, connection: Connection): void {
  const flags = socket.state === SR.SYNRECV ? (['syn', 'ack'] as const) : (['syn'] as const);
  sendSegment(socket, connection, { flags, seq: connection.sndUna, mss: ownMss(socket) });
}

/** A segment in SYNSENT (RFC 9293 section 3.10.7.3). A SYN without ACK, the simultaneous open, is ignored. */
export function arriveInSynsent(socket: Socket, connection: Connection, segment: TcpSegment): void {
  const { ack, syn, rst } = segment.flags;
  if (ack && segment.ack !== connection.sndNxt) {
    if (!rst) socket.core.network.refuse(connection.peer, segment);
    return;
  }
  if (rst) {
    if (ack) socket.close('rst', rstBits(socket));
    return;
  }
  if (!syn || !ack) return;
  connection.rcvNxt = seqAdd(segment.seq, 1);
  connection.mss = agreedMss(socket, segment.mss);
  establish(socket, connection, segment);
  sendAck(socket, connection);
}

/** To ESTABLISHED. The pointers are set anew, so that a driver which kept older ones is found out. */
export function establish(socket: Socket, connection: Connection, segment: TcpSegment): void {
  connection.retry.stop();
  connection.sndUna = segment.ack;
  connection.sndWnd = segment.window;
  connection.sndWl1 = segment.seq;
  socket.initialisePointers();
  socket.enter(SR.ESTABLISHED, 'handshake');
  socket.raise(SN_IR.CON);
}

/** What a RST raises in Sn_IR besides closing the socket. */
export function rstBits(socket: Socket): number {
  return socket.core.switches.disconOnRst ? SN_IR.DISCON : 0;
}

function initialSequence(socket: Socket): Seq {
  const rule = socket.core.switches.initialSequence;
  return seq(rule === 'random' ? socket.core.random.uint32() : rule);
}

/** Sn_MSSR holds what the host wrote; the model never overwrites it with the agreed value. */
function ownMss(socket: Socket): number {
  const wanted = socket.word(SOCKET.Sn_MSSR.offset);
  return wanted === 0 ? MAX_MSS : Math.min(wanted, MAX_MSS);
}

function agreedMss(socket: Socket, peerMss: number | null): number {
  return Math.max(Math.min(ownMss(socket), peerMss ?? DEFAULT_PEER_MSS), 1);
}
