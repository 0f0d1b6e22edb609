import type { Seq } from '../net/seq.ts';
import type { TcpSegment } from '../net/tcp.ts';
import type { Tcb } from './tcb.ts';

/** What the application or the host learns from a step. */
export type Signal =
  | { readonly kind: 'connected' }
  | { readonly kind: 'received'; readonly bytes: Uint8Array }
  /** The other side's FIN: nothing more will come. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'reset' }
  /** A RST in answer to our SYN. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'timeout' };

/** A segment as a connection makes it; the ports are the host's business. */
export type Outgoing = Omit<TcpSegment, 'sourcePort' | 'destinationPort'>;

/** The outcome of anything that happens to a connection. */
export interface TcpStep {
  readonly tcb: Tcb;
  readonly signals: readonly Signal[];
  /** A segment that is sent at once, before all else: a RST, or a keepalive probe. */
  readonly before?: Outgoing;
}

export function stay(tcb: Tcb): TcpStep {
  return { tcb, signals: [] };
}

/** The step's TCB goes on to `next`; what both have to tell is put together. */
export function andThen(step: TcpStep, next: (tcb: Tcb) => TcpStep): TcpStep {
  const following = next(step.tcb);
  return { ...step, ...following, signals: [...step.signals, ...following.signals] };
}

export function resetSegment(seq: Seq, ack: Seq | null): Outgoing {
  return {
    seq,
    ack: ack ?? (0 as Seq),
    flags: { urg: false, ack: ack !== null, psh: false, rst: true, syn: false, fin: false },
    window: 0,
    urgentPointer: 0,
    mss: null,
    payload: new Uint8Array(0),
  };
}
