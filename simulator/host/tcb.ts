import type { Nanos } from '../clock.ts';
import { type Seq, seqAdd, seqBefore, seqDiff } from '../net/seq.ts';
import type { TcpConfig } from './config.ts';
import { initialRto, type Rto } from './rto.ts';

/** Connection states by their names in RFC 9293 section 3.3.2; LISTEN belongs to the host, which has no connection yet. */
export type TcpState =
  | 'SYN-SENT'
  | 'SYN-RECEIVED'
  | 'ESTABLISHED'
  | 'FIN-WAIT-1'
  | 'FIN-WAIT-2'
  | 'CLOSE-WAIT'
  | 'CLOSING'
  | 'LAST-ACK'
  | 'TIME-WAIT'
  | 'CLOSED';

/**
 * The Transmission Control Block (RFC 9293 section 3.3.1): the state of one connection. It is immutable; each step makes a
 * new one.
 *
 * Not modelled: congestion control, fast retransmit, selective acknowledgements, window scaling, time stamps, urgent
 * data, reassembly (a segment ahead of RCV.NXT is answered and dropped, and its sender sends it again), silly window
 * avoidance of the sender.
 */
export interface Tcb {
  readonly config: TcpConfig;
  readonly state: TcpState;
  /** Came from LISTEN: a reset during the handshake is not reported. */
  readonly passive: boolean;

  readonly iss: Seq;
  readonly sndUna: Seq;
  readonly sndNxt: Seq;
  /** The highest SND.NXT so far; larger than SND.NXT during a retransmission. */
  readonly sndMax: Seq;
  readonly sndWnd: number;
  readonly sndWl1: Seq;
  readonly sndWl2: Seq;
  readonly sendMss: number;
  /** Data that the application has sent and the other side has not acknowledged. */
  readonly outgoing: Uint8Array;
  /** The application has closed: a FIN follows the outgoing data. */
  readonly finQueued: boolean;

  readonly irs: Seq;
  readonly rcvNxt: Seq;
  /** Received and not yet read by the application. */
  readonly unreadBytes: number;
  /** The window as last announced. */
  readonly announcedWindow: number;
  readonly ackNow: boolean;

  readonly rto: Rto;
  /** Retransmissions or window probes without an answer. */
  readonly attempts: number;
  /** Retransmission, window probe, or the end of TIME-WAIT. */
  readonly dueNs: Nanos | null;
  /** The segment whose round trip is being measured; never a retransmitted one (Karn). */
  readonly timed: null | { readonly end: Seq; readonly sentNs: Nanos };
  /** Only one segment is in flight until something new is acknowledged. */
  readonly recovering: boolean;
  /** The data in flight does not fit the window; it may have been refused. */
  readonly probing: boolean;

  /** When the latest segment of the other side arrived. */
  readonly heardNs: Nanos;
  /** Keepalive probes since then. */
  readonly keepalivesSent: number;
}

/** A connection in SYN-SENT or SYN-RECEIVED that has not sent anything yet. */
export function newTcb(config: TcpConfig, state: 'SYN-SENT' | 'SYN-RECEIVED', iss: Seq): Tcb {
  const zero = 0 as Seq;
  return {
    config,
    state,
    passive: state === 'SYN-RECEIVED',
    iss,
    sndUna: iss,
    sndNxt: iss,
    sndMax: iss,
    sndWnd: 0,
    sndWl1: zero,
    sndWl2: zero,
    sendMss: config.mssBytes,
    outgoing: new Uint8Array(0),
    finQueued: false,
    irs: zero,
    rcvNxt: zero,
    unreadBytes: 0,
    announcedWindow: 0,
    ackNow: false,
    rto: initialRto(config),
    attempts: 0,
    dueNs: null,
    timed: null,
    recovering: false,
    probing: false,
    heardNs: 0,
    keepalivesSent: 0,
  };
}

/** RCV.WND */
export function receiveWindow(tcb: Tcb): number {
  return tcb.config.receiveBufferBytes - tcb.unreadBytes;
}

/** The sequence number of the first byte of `outgoing`. */
export function outgoingSeq(tcb: Tcb): Seq {
  return tcb.sndUna === tcb.iss ? seqAdd(tcb.iss, 1) : tcb.sndUna;
}

/**
 * The sequence number of an empty segment. A probe beyond the window may have been refused. Counting it would put an
 * acknowledgement outside the other side's window, and two hosts that probe each other would answer forever.
 */
export function emptySegmentSeq(tcb: Tcb): Seq {
  return tcb.probing ? tcb.sndUna : tcb.sndMax;
}

/** Whether everything sent has been acknowledged, a FIN included. */
export function allAcknowledged(tcb: Tcb): boolean {
  return tcb.sndUna === tcb.sndMax;
}

/** Whether the FIN has been sent and `ack` covers it. */
export function coversFin(tcb: Tcb, ack: Seq): boolean {
  if (!tcb.finQueued) return false;
  const finSeq = seqAdd(outgoingSeq(tcb), tcb.outgoing.length);
  return seqBefore(finSeq, tcb.sndMax) && seqDiff(ack, finSeq) > 0;
}

/** The connection without its timers. */
export function closedTcb(tcb: Tcb): Tcb {
  return { ...tcb, state: 'CLOSED', dueNs: null, ackNow: false };
}
