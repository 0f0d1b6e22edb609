import type { Nanos } from '../clock.ts';
import { seqAdd } from '../net/seq.ts';
import { type TcpSegment, tcpFlags } from '../net/tcp.ts';
import { resetSegment, type TcpStep } from './step.ts';
import { closedTcb, receiveWindow, type Tcb } from './tcb.ts';

/**
 * When the next keepalive probe, or the timeout after the last one, is due. Null if no probe is sent: without
 * SO_KEEPALIVE, outside of ESTABLISHED and CLOSE-WAIT, and while data or a FIN is in flight, which has its own
 * retransmissions (RFC 1122 section 4.2.3.6).
 */
export function keepaliveDueNs(tcb: Tcb): Nanos | null {
  const { keepalive } = tcb.config;
  const stands = tcb.state === 'ESTABLISHED' || tcb.state === 'CLOSE-WAIT';
  if (keepalive === null || !stands || tcb.dueNs !== null) return null;
  return tcb.heardNs + keepalive.idleNs + tcb.keepalivesSent * keepalive.intervalNs;
}

/**
 * {@link keepaliveDueNs} has come: sends a probe, an empty segment below the window that a living host answers with an
 * acknowledgement. After the interval of the last probe it sends a RST and ends the connection, as Linux does.
 */
export function keepaliveDue(tcb: Tcb): TcpStep {
  const limit = tcb.config.keepalive?.probes ?? 0;
  if (tcb.keepalivesSent >= limit) {
    return { tcb: closedTcb(tcb), signals: [{ kind: 'timeout' }], before: resetSegment(tcb.sndMax, tcb.rcvNxt) };
  }
  const probe = {
    seq: seqAdd(tcb.sndMax, -1),
    ack: tcb.rcvNxt,
    flags: tcpFlags('ack'),
    window: receiveWindow(tcb),
    urgentPointer: 0,
    mss: null,
    payload: new Uint8Array(0),
  };
  return { tcb: { ...tcb, keepalivesSent: tcb.keepalivesSent + 1 }, signals: [], before: probe };
}

/** Any segment of the connection shows that the other side is alive, and restarts the timer. */
export function heard(tcb: Tcb, nowNs: Nanos): Tcb {
  return { ...tcb, heardNs: nowNs, keepalivesSent: 0 };
}

/** Whether this kernel ignores the keepalive probe: one with an octet of garbage, or one without. */
export function ignoresProbe(tcb: Tcb, segment: TcpSegment): boolean {
  const { syn, fin, rst } = segment.flags;
  if (segment.seq !== seqAdd(tcb.rcvNxt, -1) || syn || fin || rst) return false;
  switch (tcb.config.answersProbes) {
    case 'all':
      return false;
    case 'with-octet':
      return segment.payload.length === 0;
    case 'empty':
      return segment.payload.length === 1;
    default:
      return tcb.config.answersProbes satisfies never;
  }
}
