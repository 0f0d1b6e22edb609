import type { Clock, Nanos } from '../../clock.ts';
import type { Seq } from '../../net/seq.ts';
import type { TcpFlags, TcpSegment } from '../../net/tcp.ts';
import type { SocketCause } from '../../timeline.ts';
import type { ChipSwitches } from '../model/switches.ts';
import type { ChipConnection, PeerAddress } from './connection.ts';

/** A segment as TCP hands it to the network; ports and addresses are the socket's. */
export interface TcpFields {
  readonly seq: Seq;
  readonly ack: Seq;
  readonly flags: readonly (keyof TcpFlags)[];
  readonly window: number;
  readonly mss: number | null;
  readonly payload: Uint8Array;
}

/** What TCP reports to the timeline; the socket adds its number. */
export type TcpReport =
  | { readonly kind: 'probe' | 'retransmission'; readonly attempt: number }
  | { readonly kind: 'probe-answered' | 'received' };

/** The waits of RTR and RCR. */
export interface TcpTiming {
  /** The wait after transmission number `attempt`; 0 is the first. */
  waitNs(attempt: number): Nanos;
  /** Retransmissions before the final timeout. */
  readonly retransmissionLimit: number;
  /** TCP_TO */
  readonly finalTimeoutNs: Nanos;
}

/** The socket's buffers, as TCP uses them. Positions are the chip's free-running 16 bits. */
export interface TcpBuffers {
  /** Position of the next byte to send for the first time: Sn_TX_RD. */
  txNext: number;
  /** Position of the oldest byte that the peer has not acknowledged. */
  txAcked: number;
  /** A copy of `count` bytes of the TX buffer from a position on. */
  readTx(position: number, count: number): Uint8Array;
  /** Bytes; negative if the host has made the buffer smaller than the waiting data. */
  readonly rxFree: number;
  /** Appends received bytes and moves Sn_RX_WR. */
  storeRx(bytes: Uint8Array): void;
  /** Sets the TX pointers to new values, as the chip does while a connection forms. */
  initialiseTx(): void;
}

/** What TCP needs of its socket, and all that it may know of the chip. */
export interface TcpContext {
  readonly clock: Clock;
  readonly switches: ChipSwitches;
  readonly timing: TcpTiming;
  readonly buffers: TcpBuffers;
  /** Sn_SR */
  readonly state: number;
  /** From SYN on; null before and after. */
  connection: ChipConnection | null;
  /** Sn_MSSR; 0 for the chip's default. */
  readonly wantedMss: number;
  /** Sn_MR.ND: each segment is acknowledged at once. */
  readonly acknowledgesAtOnce: boolean;
  /** Sn_KPALVTR; 0 while the keepalive timer is off or the chip has none. */
  readonly keepalivePeriodNs: Nanos;
  initialSequence(): Seq;
  /** Puts the peer's addresses and port into the socket's registers. */
  recordPeer(peer: PeerAddress): void;
  /** Changes Sn_SR. */
  enter(state: number, cause: SocketCause): void;
  /** Sets bits of Sn_IR. */
  raise(bits: number): void;
  /** To CLOSED; sets bits of Sn_IR. */
  close(cause: SocketCause, raised?: number): void;
  /** To CLOSED with TIMEOUT. */
  timeOut(): void;
  transmit(peer: PeerAddress, fields: TcpFields): void;
  /** Answers a segment without a connection. */
  refuse(peer: PeerAddress, segment: TcpSegment): void;
  report(event: TcpReport): void;
}
