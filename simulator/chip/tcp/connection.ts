import type { Clock, Timer } from '../../clock.ts';
import { ipText } from '../../net/address.ts';
import { type Seq, seqAdd, seqDiff } from '../../net/seq.ts';
import { Retry, type RetryRules } from './retry.ts';

/** The other end. */
export interface PeerAddress {
  readonly mac: Uint8Array;
  readonly ip: Uint8Array;
  readonly port: number;
}

export interface InitialState {
  readonly iss: Seq;
  readonly rcvNxt: Seq;
  readonly mss: number;
}

export interface ConnectionRetries {
  readonly segments: RetryRules;
  readonly probes: RetryRules;
}

/** The state of one connection (RFC 9293 section 3.3.1) and its timers. It lives from the first SYN to CLOSED. */
export class ChipConnection {
  readonly peerText: string;
  /** SND.UNA, SND.NXT, SND.WND, SND.WL1, RCV.NXT */
  sndUna: Seq;
  sndNxt: Seq;
  sndWnd = 0;
  sndWl1: Seq;
  rcvNxt: Seq;
  /** First sequence number beyond the window that was announced to the peer. */
  rcvEdge: Seq;
  /** Largest payload to send, bytes. */
  mss: number;
  /** Sn_TX_WR at the SEND in progress; null if there is none. */
  sendEnd: number | null = null;
  /** A FIN is to follow the data. */
  finWanted = false;
  /** The FIN's sequence number, once it was sent. */
  finSeq: Seq | null = null;
  dataSent = false;
  dataReceived = false;
  lastOctetSent = 0;
  /** The sequence number that answers the probe in progress; null if there is none. */
  probeAwaits: Seq | null = null;
  /** The probe in progress was sent by the keepalive timer. */
  probeIsAutomatic = false;

  /** Repeats SYN, SYN/ACK, data or FIN. */
  readonly retry: Retry;
  /** Repeats a keepalive probe. */
  readonly probeRetry: Retry;
  /** Sn_KPALVTR */
  keepaliveTimer: Timer | null = null;
  ackTimer: Timer | null = null;
  /** TIME_WAIT, or the wait for a peer's FIN. */
  lingerTimer: Timer | null = null;

  constructor(
    readonly peer: PeerAddress,
    { iss, rcvNxt, mss }: InitialState,
    clock: Clock,
    retries: ConnectionRetries,
  ) {
    this.peerText = `${ipText(peer.ip)}:${peer.port}`;
    this.sndUna = iss;
    this.sndNxt = seqAdd(iss, 1);
    this.sndWl1 = rcvNxt;
    this.rcvNxt = rcvNxt;
    this.rcvEdge = rcvNxt;
    this.mss = mss;
    this.retry = new Retry(clock, retries.segments);
    this.probeRetry = new Retry(clock, retries.probes);
  }

  /** Sequence numbers sent and not acknowledged. */
  get inFlight(): number {
    return seqDiff(this.sndNxt, this.sndUna);
  }

  get finAcked(): boolean {
    return this.finSeq !== null && seqDiff(this.sndUna, this.finSeq) > 0;
  }

  /** Stops all timers. */
  stop(): void {
    this.retry.stop();
    this.probeRetry.stop();
    this.keepaliveTimer?.cancel();
    this.keepaliveTimer = null;
    this.ackTimer?.cancel();
    this.ackTimer = null;
    this.lingerTimer?.cancel();
    this.lingerTimer = null;
  }
}
