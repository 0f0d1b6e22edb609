import { type Clock, type Nanos, NS_PER_MS, NS_PER_S } from '../../clock.ts';
import { Ended } from './ended.ts';

/** The engine takes control at least this often, and looks at the limits. */
export const SLICE_NS: Nanos = NS_PER_MS;

export interface WatchdogOptions {
  readonly clock: Clock;
  readonly stopped: () => boolean;
  /** CPU time without a sign of progress, or within one run of the handler, that counts as stuck. */
  readonly spinLimitNs: Nanos;
}

/** Ends runs that the caller has seen enough of, and those that come no further. */
export class Watchdog {
  #progressNs: Nanos = 0;
  #handlerNs: Nanos = 0;
  #nextNs: Nanos = 0;

  constructor(private readonly options: WatchdogOptions) {}

  /** The firmware did something that an endless loop does not. */
  progress(): void {
    this.#progressNs = this.options.clock.nowNs;
  }

  handlerEntered(): void {
    this.#handlerNs = this.options.clock.nowNs;
  }

  /** Throws `Ended` when it is time. Cheap enough for every control point. */
  look(inHandler: boolean): void {
    const { clock, spinLimitNs, stopped } = this.options;
    const { nowNs } = clock;
    if (nowNs < this.#nextNs) return;
    if (nowNs - (inHandler ? this.#handlerNs : this.#progressNs) >= spinLimitNs) {
      const doing = inHandler
        ? 'in the interrupt handler'
        : 'without waiting for an interrupt and without an SPI frame';
      throw new Ended('stuck', `${spinLimitNs / NS_PER_S} s of CPU time ${doing}`);
    }
    // The tick comes as often as this does: without the next line the handler alone would be looked at.
    if (inHandler) return;
    if (stopped()) throw new Ended('stopped');
    this.#nextNs = nowNs + SLICE_NS;
  }
}
