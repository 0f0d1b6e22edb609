import type { Seq } from '../net/seq.ts';
import type { TcpSegment } from '../net/tcp.ts';
import type { Tcb } from './tcb.ts';

/** Signals of a step to the application or the host. */
export type Signal =
  | { readonly kind: 'connected' }
  | { readonly kind: 'received'; readonly bytes: Uint8Array }
  /** The other side's FIN: it will send nothing more. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'reset' }
  /** A RST in answer to our SYN. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'timeout' };

/** A segment without its ports, which the host adds. */
export type Outgoing = Omit<TcpSegment, 'sourcePort' | 'destinationPort'>;

/** The result of an event of a connection. */
export interface TcpStep {
  readonly tcb: Tcb;
  readonly signals: readonly Signal[];
  /** A segment that is sent at once, before all else: a RST, or a keepalive probe. */
  readonly before?: Outgoing;
}

export function stay(tcb: Tcb): TcpStep {
  return { tcb, signals: [] };
}

/** Passes the step's TCB on to `next` and joins the signals of both. */
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
