import { type Clock, type Nanos, NS_PER_MS } from '../clock.ts';
import { RunEnded } from './ended.ts';

/** The engine takes control at least this often, and looks at the limits. */
export const SLICE_NS: Nanos = NS_PER_MS;

/** Without a sign of progress for as long as this when the caller stops the run, the firmware counts as stuck as well. */
const SUSPICIOUS_NS: Nanos = 500 * NS_PER_MS;

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
    const spunNs = nowNs - (inHandler ? this.#handlerNs : this.#progressNs);
    if (spunNs >= spinLimitNs) throw stuck(spunNs, inHandler);
    // The tick comes as often as this does: without the next line the handler alone would be looked at.
    if (inHandler) return;
    if (stopped()) throw spunNs >= SUSPICIOUS_NS ? stuck(spunNs, false) : new RunEnded('stopped');
    this.#nextNs = nowNs + SLICE_NS;
  }
}

function stuck(spunNs: Nanos, inHandler: boolean): RunEnded {
  const doing = inHandler ? 'in the interrupt handler' : 'without waiting for an interrupt and without an SPI frame';
  return new RunEnded('stuck', `${Math.floor(spunNs / (100 * NS_PER_MS)) / 10} s of CPU time ${doing}`);
}
