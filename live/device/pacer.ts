import { type Clock, type Nanos, NS_PER_MS } from '../../simulator/clock.ts';

/** A greater lag is given up: see {@link Pacer}. */
const LARGEST_LAG_NS: Nanos = 20 * NS_PER_MS;

export interface PacerOptions {
  readonly clock: Clock;
  /** Monotonic wall-clock time from any start. */
  readonly wallNs: () => Nanos;
  /** Takes in frames and actions, lets out frames and events; true ends the run. */
  readonly serve: () => boolean;
  /** Returns after `ns`, or as soon as there is something to serve. */
  readonly sleep: (ns: Nanos) => void;
}

/**
 * Keeps virtual time in step with wall-clock time. An engine calls `pause` as `RunOptions.stopped`.
 *
 * Virtual time is never ahead by more than the step between two calls. When the machine is too slow, virtual time
 * catches up with a lag of up to 20 ms. A greater lag is given up and counted as lost: otherwise the chip's timers
 * would run faster than the peer outside can answer.
 */
export class Pacer {
  /** Total time that virtual time has lost. */
  lostNs: Nanos = 0;
  readonly #options: PacerOptions;
  /** Wall-clock time less virtual time, while the two are in step; null before the first call. */
  #offsetNs: Nanos | null = null;

  constructor(options: PacerOptions) {
    this.#options = options;
  }

  /** Waits until wall-clock time has caught up with virtual time. True when the run is to end. */
  pause(): boolean {
    const { clock, serve, sleep, wallNs } = this.#options;
    for (;;) {
      if (serve()) return true;
      const nowNs = wallNs();
      this.#offsetNs ??= nowNs - clock.nowNs;
      const aheadNs = clock.nowNs + this.#offsetNs - nowNs;
      if (aheadNs <= 0) {
        this.#giveUp(-aheadNs);
        return false;
      }
      sleep(aheadNs);
    }
  }

  #giveUp(lagNs: Nanos): void {
    if (lagNs <= LARGEST_LAG_NS) return;
    this.lostNs += lagNs;
    this.#offsetNs = (this.#offsetNs ?? 0) + lagNs;
  }
}
