import type { Timer } from '../../clock.ts';
import { ipText } from '../../net/address.ts';
import { type Seq, seqAdd, seqDiff } from '../../net/seq.ts';
import type { Socket } from '../sockets/socket.ts';
import { Keepalive } from './keepalive.ts';
import { giveUpSending, sendAgain } from './retransmit.ts';
import { Retry } from './retry.ts';

/** The other end. */
export interface PeerAddress {
  readonly mac: Uint8Array;
  readonly ip: Uint8Array;
  readonly port: number;
}

/** What TCP remembers of one connection (RFC 9293 section 3.3.1); it lives from the first SYN to CLOSED. */
export class Connection {
  readonly peerText: string;
  /** SND.UNA, SND.NXT, SND.WND, SND.WL1, RCV.NXT */
  sndUna: Seq;
  sndNxt: Seq;
  sndWnd = 0;
  sndWl1: Seq;
  rcvNxt: Seq;
  /** First sequence number beyond the window that the peer was told of. */
  rcvEdge: Seq;
  /** Largest payload to send, bytes. */
  mss: number;
  /** Sn_TX_WR at the SEND under way; null while none is. */
  sendEnd: number | null = null;
  /** A FIN is to follow the data. */
  finWanted = false;
  /** The FIN's sequence number, once it was sent. */
  finSeq: Seq | null = null;
  dataSent = false;
  dataReceived = false;
  lastOctetSent = 0;
  /** Repeats SYN, SYN/ACK, data or FIN. */
  readonly retry: Retry;
  readonly keepalive: Keepalive;
  ackTimer: Timer | null = null;
  /** TIME_WAIT, or the wait for a peer's FIN. */
  lingerTimer: Timer | null = null;

  constructor(
    socket: Socket,
    readonly peer: PeerAddress,
    options: { readonly iss: Seq; readonly rcvNxt: Seq; readonly mss: number },
  ) {
    this.peerText = `${ipText(peer.ip)}:${peer.port}`;
    this.sndUna = options.iss;
    this.sndNxt = seqAdd(options.iss, 1);
    this.sndWl1 = options.rcvNxt;
    this.rcvNxt = options.rcvNxt;
    this.rcvEdge = options.rcvNxt;
    this.mss = options.mss;
    this.keepalive = new Keepalive(socket, this);
    this.retry = new Retry(socket.core.clock, {
      waitNs: (attempt) => socket.waitNs(attempt),
      limit: () => socket.retransmissionLimit,
      again: (attempt) => sendAgain(socket, this, attempt),
      giveUp: () => giveUpSending(socket),
    });
  }

  /** Sequence numbers sent and not acknowledged. */
  get inFlight(): number {
    return seqDiff(this.sndNxt, this.sndUna);
  }

  get finAcked(): boolean {
    return this.finSeq !== null && seqDiff(this.sndUna, this.finSeq) > 0;
  }

  /** Takes all timers off the clock. */
  stop(): void {
    this.retry.stop();
    this.keepalive.stop();
    this.ackTimer?.cancel();
    this.ackTimer = null;
    this.lingerTimer?.cancel();
    this.lingerTimer = null;
  }
}
