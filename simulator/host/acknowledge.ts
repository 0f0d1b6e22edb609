import type { Nanos } from '../clock.ts';
import { seqAtOrBefore, seqBefore, seqDiff } from '../net/seq.ts';
import type { TcpSegment } from '../net/tcp.ts';
import { sampled } from './rto.ts';
import { coversFin, outgoingSeq, type Tcb } from './tcb.ts';

/** Processes SEG.ACK and SEG.WND (RFC 9293 section 3.10.7.4, fifth check); null if SEG.ACK is beyond everything sent. */
export function acknowledged(tcb: Tcb, segment: TcpSegment, nowNs: Nanos): Tcb | null {
  if (seqBefore(tcb.sndMax, segment.ack)) return null;
  const advanced = seqBefore(tcb.sndUna, segment.ack) ? withAdvance(tcb, segment, nowNs) : tcb;
  return seqAtOrBefore(advanced.sndUna, segment.ack) ? withWindow(advanced, segment) : advanced;
}

function withAdvance(tcb: Tcb, { ack }: TcpSegment, nowNs: Nanos): Tcb {
  const bytes = Math.min(Math.max(0, seqDiff(ack, outgoingSeq(tcb))), tcb.outgoing.length);
  const isTimed = tcb.timed !== null && seqAtOrBefore(tcb.timed.end, ack);
  return {
    ...tcb,
    state: coversFin(tcb, ack) ? finAcknowledgedFrom(tcb.state) : tcb.state,
    finQueued: tcb.finQueued && !coversFin(tcb, ack),
    outgoing: tcb.outgoing.slice(bytes),
    sndUna: ack,
    sndNxt: seqBefore(tcb.sndNxt, ack) ? ack : tcb.sndNxt,
    rto: isTimed && tcb.timed !== null ? sampled(tcb.rto, nowNs - tcb.timed.sentNs, tcb.config) : tcb.rto,
    timed: isTimed ? null : tcb.timed,
    attempts: 0,
    dueNs: null,
    recovering: false,
    probing: false,
  };
}

function finAcknowledgedFrom(state: Tcb['state']): Tcb['state'] {
  switch (state) {
    case 'FIN-WAIT-1':
      return 'FIN-WAIT-2';
    case 'CLOSING':
      return 'TIME-WAIT';
    case 'LAST-ACK':
      return 'CLOSED';
    default:
      return state;
  }
}

function withWindow(tcb: Tcb, segment: TcpSegment): Tcb {
  const isNewer =
    seqBefore(tcb.sndWl1, segment.seq) || (tcb.sndWl1 === segment.seq && seqAtOrBefore(tcb.sndWl2, segment.ack));
  if (!isNewer) return tcb;
  const updated = { ...tcb, sndWnd: segment.window, sndWl1: segment.seq, sndWl2: segment.ack };
  // A peer that keeps confirming a closed window is alive (RFC 9293 section 3.8.6.1).
  if (segment.window === 0) return { ...updated, attempts: 0 };
  // The window has opened after it refused a probe: the probe's data is sent again at once.
  return tcb.probing
    ? { ...updated, sndNxt: tcb.sndUna, attempts: 0, dueNs: null, probing: false, recovering: false }
    : updated;
}
