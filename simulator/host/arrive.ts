import type { Nanos } from '../clock.ts';
import { seqAdd, seqAtOrBefore, seqBefore } from '../net/seq.ts';
import type { TcpSegment } from '../net/tcp.ts';
import { isAcceptable } from './acceptance.ts';
import { acknowledged } from './acknowledge.ts';
import { handshakeDone } from './deadline.ts';
import { heard, ignoresProbe } from './keepalive.ts';
import { received } from './receive.ts';
import { andThen, resetSegment, stay, type TcpStep } from './step.ts';
import { closedTcb, receiveWindow, type Tcb } from './tcb.ts';

/** RFC 9293 section 3.7.1: the MSS for a host that does not announce one. */
const DEFAULT_SEND_MSS = 536;

/** A segment for this connection has arrived (RFC 9293 section 3.10.7). Pure. */
export function arrive(tcb: Tcb, segment: TcpSegment, nowNs: Nanos): TcpStep {
  if (tcb.state === 'CLOSED') return stay(tcb);
  const listening = heard(tcb, nowNs);
  if (tcb.state === 'SYN-SENT') return arriveInSynSent(listening, segment, nowNs);
  const step = arriveSynchronized(listening, segment, nowNs);
  return step.tcb.state === 'TIME-WAIT' ? { ...step, tcb: inTimeWait(tcb, step.tcb, segment, nowNs) } : step;
}

/** Records what a SYN says about the other side. */
export function withSyn(tcb: Tcb, segment: TcpSegment): Tcb {
  return {
    ...tcb,
    irs: segment.seq,
    rcvNxt: seqAdd(segment.seq, 1),
    sndWnd: segment.window,
    sndWl1: segment.seq,
    sndWl2: segment.ack,
    sendMss: Math.max(1, Math.min(segment.mss ?? DEFAULT_SEND_MSS, tcb.config.mssBytes)),
  };
}

function arriveInSynSent(tcb: Tcb, segment: TcpSegment, nowNs: Nanos): TcpStep {
  const { flags, ack } = segment;
  if (flags.ack && (seqAtOrBefore(ack, tcb.iss) || seqBefore(tcb.sndMax, ack))) {
    return flags.rst ? stay(tcb) : { ...stay(tcb), before: resetSegment(ack, null) };
  }
  if (flags.rst) return flags.ack ? { tcb: closedTcb(tcb), signals: [{ kind: 'refused' }] } : stay(tcb);
  if (!flags.syn) return stay(tcb);
  const known = withSyn(tcb, segment);
  // Simultaneous open: the SYN is sent again, now with an acknowledgement.
  if (!flags.ack) return stay({ ...known, state: 'SYN-RECEIVED', sndNxt: tcb.iss, ackNow: false });
  const established = acknowledged({ ...handshakeDone(known), state: 'ESTABLISHED' }, segment, nowNs) ?? known;
  return connected({ ...established, ackNow: true });
}

function connected(tcb: Tcb): TcpStep {
  return { tcb: { ...tcb, state: 'ESTABLISHED' }, signals: [{ kind: 'connected' }] };
}

function arriveSynchronized(tcb: Tcb, segment: TcpSegment, nowNs: Nanos): TcpStep {
  const { flags } = segment;
  if (!isAcceptable(segment, tcb.rcvNxt, receiveWindow(tcb))) {
    if (flags.rst || ignoresProbe(tcb, segment)) return stay(tcb);
    if (tcb.state === 'SYN-RECEIVED' && flags.syn && segment.seq === tcb.irs)
      return arriveSynAgain(tcb, segment, nowNs);
    return acknowledgedThough(tcb, segment, nowNs);
  }
  if (flags.rst) return arriveReset(tcb, segment);
  if (flags.syn)
    return tcb.state === 'SYN-RECEIVED' && tcb.passive ? stay(closedTcb(tcb)) : stay({ ...tcb, ackNow: true });
  if (!flags.ack) return stay(tcb);
  return tcb.state === 'SYN-RECEIVED' ? arriveHandshakeAck(tcb, segment, nowNs) : arriveAck(tcb, segment, nowNs);
}

function arriveHandshakeAck(tcb: Tcb, segment: TcpSegment, nowNs: Nanos): TcpStep {
  if (!seqBefore(tcb.sndUna, segment.ack) || seqBefore(tcb.sndMax, segment.ack)) {
    return { ...stay(tcb), before: resetSegment(segment.ack, null) };
  }
  return andThen(connected(handshakeDone(tcb)), (established) => arriveAck(established, segment, nowNs));
}

/**
 * A repeated SYN. With an acknowledgement it answers ours after a simultaneous open (RFC 9293 figure 7); without one our
 * SYN,ACK was lost and is sent again.
 */
function arriveSynAgain(tcb: Tcb, segment: TcpSegment, nowNs: Nanos): TcpStep {
  if (!segment.flags.ack) return stay({ ...tcb, sndNxt: tcb.iss });
  const withoutSyn = { ...segment, seq: tcb.rcvNxt, flags: { ...segment.flags, syn: false } };
  return arriveHandshakeAck(tcb, withoutSyn, nowNs);
}

/**
 * An unacceptable segment is answered and dropped. With a closed window its acknowledgement still counts; otherwise two
 * hosts with closed windows could never make progress (RFC 9293 section 3.10.7.4, on RCV.WND of zero).
 */
function acknowledgedThough(tcb: Tcb, segment: TcpSegment, nowNs: Nanos): TcpStep {
  const counts = receiveWindow(tcb) === 0 && segment.flags.ack && segment.seq === tcb.rcvNxt;
  const heard = counts && tcb.state !== 'SYN-RECEIVED' ? (acknowledged(tcb, segment, nowNs) ?? tcb) : tcb;
  return stay({ ...heard, ackNow: heard.state !== 'CLOSED' });
}

/** RFC 9293 section 3.10.7.4, second check: only the exact sequence number resets, others get a challenge ACK. */
function arriveReset(tcb: Tcb, segment: TcpSegment): TcpStep {
  if (segment.seq !== tcb.rcvNxt) return stay({ ...tcb, ackNow: true });
  const tcbClosed = closedTcb(tcb);
  if (tcb.state === 'SYN-RECEIVED') return { tcb: tcbClosed, signals: tcb.passive ? [] : [{ kind: 'refused' }] };
  const nobodyWaits = tcb.state === 'CLOSING' || tcb.state === 'LAST-ACK' || tcb.state === 'TIME-WAIT';
  return { tcb: tcbClosed, signals: nobodyWaits ? [] : [{ kind: 'reset' }] };
}

function arriveAck(tcb: Tcb, segment: TcpSegment, nowNs: Nanos): TcpStep {
  const next = acknowledged(tcb, segment, nowNs);
  if (next === null) return stay({ ...tcb, ackNow: true });
  return next.state === 'CLOSED' ? stay(closedTcb(next)) : received(next, segment);
}

/** TIME-WAIT begins, and begins again whenever the other side repeats its FIN (RFC 9293 section 3.10.7.4, eighth check). */
function inTimeWait(before: Tcb, after: Tcb, segment: TcpSegment, nowNs: Nanos): Tcb {
  const begins = before.state !== 'TIME-WAIT' || segment.flags.fin;
  return begins ? { ...after, dueNs: nowNs + after.config.timeWaitNs } : after;
}
