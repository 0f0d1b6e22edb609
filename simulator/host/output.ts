import type { Nanos } from '../clock.ts';
import { type Seq, seqAdd, seqBefore, seqDiff } from '../net/seq.ts';
import { type TcpFlags, tcpFlags } from '../net/tcp.ts';
import type { Outgoing } from './step.ts';
import { allAcknowledged, emptySegmentSeq, outgoingSeq, receiveWindow, type Tcb } from './tcb.ts';

/** The segments that may be sent now, and the TCB after sending them. */
export interface Output {
  readonly tcb: Tcb;
  readonly segments: readonly Outgoing[];
}

const NOTHING = new Uint8Array(0);

/**
 * Sends what the window allows: SYN, data, FIN, and an acknowledgement if one is due and no other segment carries it.
 * Starts the retransmission timer if something is in flight, or the persist timer if something waits for a window
 * (RFC 9293 section 3.8.6.1). `force` sends one segment even if the window is closed.
 */
export function output(tcb: Tcb, nowNs: Nanos, force = false): Output {
  const segments: Outgoing[] = [];
  let current = tcb;
  let forced = force;
  for (;;) {
    const next = nextSegment(current, forced);
    if (next === null) break;
    segments.push(next);
    current = afterSending(current, next, nowNs, forced);
    forced = false;
  }
  if (current.ackNow && current.state !== 'SYN-SENT' && current.state !== 'CLOSED') {
    const ack = segment(current, emptySegmentSeq(current), tcpFlags('ack'), NOTHING);
    segments.push(ack);
    current = announced(current, ack);
  }
  return { tcb: withTimer(current, nowNs), segments };
}

function nextSegment(tcb: Tcb, force: boolean): Outgoing | null {
  if (tcb.state === 'CLOSED' || tcb.state === 'TIME-WAIT' || tcb.state === 'FIN-WAIT-2') return null;
  if (tcb.recovering && !force && tcb.sndNxt !== tcb.sndUna) return null;
  if (tcb.sndNxt === tcb.iss) {
    const flags = tcb.state === 'SYN-SENT' ? tcpFlags('syn') : tcpFlags('syn', 'ack');
    return { ...segment(tcb, tcb.iss, flags, NOTHING), mss: tcb.config.mssBytes };
  }
  if (tcb.state === 'SYN-SENT' || tcb.state === 'SYN-RECEIVED') return null;
  const offset = seqDiff(tcb.sndNxt, outgoingSeq(tcb));
  const unsent = tcb.outgoing.length - offset;
  const room = tcb.sndWnd - seqDiff(tcb.sndNxt, tcb.sndUna);
  const length = Math.max(0, Math.min(unsent, tcb.sendMss, force ? Math.max(room, 1) : room));
  const fin = tcb.finQueued && length === unsent;
  if (length === 0 && !fin) return null;
  const flags = tcpFlags('ack', ...(length === unsent && length > 0 ? ['psh' as const] : []), ...finName(fin));
  return segment(tcb, tcb.sndNxt, flags, tcb.outgoing.slice(offset, offset + length));
}

function finName(fin: boolean): readonly 'fin'[] {
  return fin ? ['fin'] : [];
}

function segment(tcb: Tcb, seq: Seq, flags: TcpFlags, payload: Uint8Array): Outgoing {
  const ack = flags.ack ? tcb.rcvNxt : (0 as Seq);
  return { seq, ack, flags, window: receiveWindow(tcb), urgentPointer: 0, mss: null, payload };
}

function afterSending(tcb: Tcb, sent: Outgoing, nowNs: Nanos, forced: boolean): Tcb {
  const length = sent.payload.length + (sent.flags.syn ? 1 : 0) + (sent.flags.fin ? 1 : 0);
  const sndNxt = seqAdd(sent.seq, length);
  const isNew = seqBefore(tcb.sndMax, sndNxt);
  const beyond = seqDiff(sndNxt, tcb.sndUna) > tcb.sndWnd && !sent.flags.syn;
  return {
    ...announced(tcb, sent),
    state: sent.flags.fin ? finSentFrom(tcb.state) : tcb.state,
    sndNxt,
    sndMax: isNew ? sndNxt : tcb.sndMax,
    timed: tcb.timed === null && isNew && !tcb.recovering ? { end: sndNxt, sentNs: nowNs } : tcb.timed,
    probing: tcb.probing || (forced && beyond),
  };
}

function finSentFrom(state: Tcb['state']): Tcb['state'] {
  if (state === 'ESTABLISHED') return 'FIN-WAIT-1';
  return state === 'CLOSE-WAIT' ? 'LAST-ACK' : state;
}

function announced(tcb: Tcb, sent: Outgoing): Tcb {
  return sent.flags.ack ? { ...tcb, ackNow: false, announcedWindow: sent.window } : tcb;
}

function withTimer(tcb: Tcb, nowNs: Nanos): Tcb {
  if (tcb.state === 'TIME-WAIT' || tcb.state === 'CLOSED') return tcb;
  const waitsForWindow = tcb.outgoing.length > 0 && tcb.state !== 'SYN-SENT' && tcb.state !== 'SYN-RECEIVED';
  if (allAcknowledged(tcb) && !waitsForWindow) return { ...tcb, dueNs: null };
  return tcb.dueNs === null ? { ...tcb, dueNs: nowNs + tcb.rto.timeoutNs } : tcb;
}
