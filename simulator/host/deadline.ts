import { afterLostSyn, backedOff } from './rto.ts';
import { stay, type TcpStep } from './step.ts';
import { closedTcb, type Tcb } from './tcb.ts';

/**
 * The connection's timer has expired: TIME-WAIT ends, or unacknowledged data is sent again with a doubled timeout (RFC
 * 6298 section 5), or the connection times out silently (RFC 9293 section 3.8.3, R2). The caller sends with `force` if
 * the connection still exists.
 */
export function deadline(tcb: Tcb): TcpStep {
  if (tcb.state === 'TIME-WAIT' || tcb.state === 'CLOSED') return stay(closedTcb(tcb));
  if (tcb.attempts >= tcb.config.retransmissionLimit) {
    return { tcb: closedTcb(tcb), signals: [{ kind: 'timeout' }] };
  }
  const handshake = tcb.state === 'SYN-SENT' || tcb.state === 'SYN-RECEIVED';
  return stay({
    ...tcb,
    sndNxt: tcb.sndUna,
    attempts: tcb.attempts + 1,
    rto: backedOff(tcb.rto, tcb.config),
    dueNs: null,
    timed: null,
    recovering: !handshake,
    probing: false,
  });
}

/** The handshake is done: after a retransmitted SYN the first data has a longer timeout (RFC 6298 section 5.7). */
export function handshakeDone(tcb: Tcb): Tcb {
  return tcb.attempts > 0 ? { ...tcb, rto: afterLostSyn({ ...tcb.rto, timeoutNs: tcb.config.initialRtoNs }) } : tcb;
}
