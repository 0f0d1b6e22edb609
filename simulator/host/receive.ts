import { seqAdd, seqDiff } from '../net/seq.ts';
import type { TcpSegment } from '../net/tcp.ts';
import { type Signal, stay, type TcpStep } from './step.ts';
import { receiveWindow, type Tcb } from './tcb.ts';

/** Processes text and FIN of an acceptable segment (RFC 9293 section 3.10.7.4, seventh and eighth checks). */
export function received(tcb: Tcb, segment: TcpSegment): TcpStep {
  if (segment.payload.length === 0 && !segment.flags.fin) return stay(tcb);
  if (!mayReceive(tcb)) return stay({ ...tcb, ackNow: tcb.ackNow || segment.flags.fin || segment.payload.length > 0 });
  const known = seqDiff(tcb.rcvNxt, segment.seq);
  // A segment after a gap: the acknowledgement tells its sender what is missing.
  if (known < 0) return stay({ ...tcb, ackNow: true });
  const window = receiveWindow(tcb);
  const bytes = segment.payload.slice(known, known + window);
  const complete = segment.payload.length - known <= window;
  const withText: Tcb = {
    ...tcb,
    rcvNxt: seqAdd(tcb.rcvNxt, bytes.length),
    unreadBytes: tcb.unreadBytes + bytes.length,
    ackNow: true,
  };
  const signals: Signal[] = bytes.length > 0 ? [{ kind: 'received', bytes }] : [];
  if (!segment.flags.fin || !complete) return { tcb: withText, signals };
  return { tcb: withFin(withText), signals: [...signals, { kind: 'closed' }] };
}

function mayReceive(tcb: Tcb): boolean {
  return tcb.state === 'ESTABLISHED' || tcb.state === 'FIN-WAIT-1' || tcb.state === 'FIN-WAIT-2';
}

function withFin(tcb: Tcb): Tcb {
  const next = { ...tcb, rcvNxt: seqAdd(tcb.rcvNxt, 1) };
  switch (tcb.state) {
    case 'ESTABLISHED':
      return { ...next, state: 'CLOSE-WAIT' };
    case 'FIN-WAIT-1':
      return { ...next, state: 'CLOSING' };
    default:
      return { ...next, state: 'TIME-WAIT' };
  }
}
