import type { Nanos } from '../../clock.ts';
import type { TcpTiming } from '../tcp/context.ts';
import { finalTimeoutNs, waitNs } from '../tcp/waits.ts';
import type { SocketContext } from './context.ts';

interface Retransmission {
  readonly rtr: number;
  readonly rcr: number;
}

/** RTR and RCR as one socket uses them: the registers, or by a switch their values at OPEN. */
export class SocketTiming implements TcpTiming {
  readonly #context: Pick<SocketContext, 'switches' | 'rtr' | 'rcr'>;
  #latched: Retransmission;

  constructor(context: Pick<SocketContext, 'switches' | 'rtr' | 'rcr'>) {
    this.#context = context;
    this.#latched = { rtr: context.rtr, rcr: context.rcr };
  }

  get retransmissionLimit(): number {
    const { rcr } = this.#current;
    return this.#context.switches.retransmissions === 'rcr' ? rcr : rcr + 1;
  }

  get finalTimeoutNs(): Nanos {
    return finalTimeoutNs(this.#current.rtr, this.#current.rcr);
  }

  waitNs(attempt: number): Nanos {
    return waitNs(this.#current.rtr, this.#current.rcr, attempt);
  }

  /** At OPEN. */
  latch(): void {
    this.#latched = { rtr: this.#context.rtr, rcr: this.#context.rcr };
  }

  get #current(): Retransmission {
    return this.#context.switches.retransmissionLatch === 'open' ? this.#latched : this.#context;
  }
}
