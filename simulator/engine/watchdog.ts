import { type Clock, type Nanos, NS_PER_MS } from '../clock.ts';
import { RunEnded } from './ended.ts';

/** The engine gets control at least this often, and checks the limits. */
export const SLICE_NS: Nanos = NS_PER_MS;

/**
 * When the caller stops the run after this time without progress, it goes on until the firmware makes progress or counts
 * as stuck: so a busy wait of seconds at the end is none, and a firmware that hangs shortly before is found.
 */
const SUSPICIOUS_NS: Nanos = 500 * NS_PER_MS;

export interface WatchdogOptions {
  readonly clock: Clock;
  readonly stopped: () => boolean;
  /** CPU time without progress, in one run of the handler, or with interrupts off, after which it counts as stuck. */
  readonly spinLimitNs: Nanos;
}

/** Ends runs that the caller stops, and runs without progress. */
export class Watchdog {
  #progressNs: Nanos;
  #handlerNs: Nanos = 0;
  #nextNs: Nanos = 0;
  /** Since when interrupts are off; null: they are on. */
  #maskedNs: Nanos | null = null;

  /** At power-on, or at a reset in the midst of a run. */
  constructor(private readonly options: WatchdogOptions) {
    this.#progressNs = options.clock.nowNs;
  }

  /** The firmware did something that an endless loop does not. */
  progress(): void {
    this.#progressNs = this.options.clock.nowNs;
  }

  handlerEntered(): void {
    this.#handlerNs = this.options.clock.nowNs;
  }

  /** PRIMASK was written. */
  interruptsMasked(masked: boolean): void {
    if (!masked) this.#maskedNs = null;
    else this.#maskedNs ??= this.options.clock.nowNs;
  }

  /** Throws `RunEnded` if the run must end. Fast enough for every control point. */
  look(inHandler: boolean): void {
    const { clock, spinLimitNs, stopped } = this.options;
    const { nowNs } = clock;
    if (nowNs < this.#nextNs) return;
    if (this.#maskedNs !== null && nowNs - this.#maskedNs >= spinLimitNs) throw stuckMasked(nowNs - this.#maskedNs);
    const spunNs = nowNs - (inHandler ? this.#handlerNs : this.#progressNs);
    if (spunNs >= spinLimitNs) throw stuck(spunNs, inHandler);
    // The tick has the same interval: without the next line only handlers would be checked.
    if (inHandler) return;
    if (spunNs < SUSPICIOUS_NS && stopped()) throw new RunEnded('stopped');
    this.#nextNs = nowNs + SLICE_NS;
  }
}

function stuck(spunNs: Nanos, inHandler: boolean): RunEnded {
  const doing = inHandler ? 'in the interrupt handler' : 'without waiting for an interrupt and without an SPI frame';
  return new RunEnded('stuck', `${secondsOf(spunNs)} s of CPU time ${doing}`);
}

/** The tick does not count meanwhile, so nothing of the firmware that waits for a time comes to an end. */
function stuckMasked(maskedNs: Nanos): RunEnded {
  return new RunEnded('stuck', `interrupts have been off for ${secondsOf(maskedNs)} s`);
}

function secondsOf(ns: Nanos): number {
  return Math.floor(ns / (100 * NS_PER_MS)) / 10;
}
