import { type Clock, type Nanos, NS_PER_MS } from '../simulator/clock.ts';

/** Further behind than this is not caught up with: see {@link Pacer}. */
const FORGIVEN_NS: Nanos = 20 * NS_PER_MS;

export interface PacerOptions {
  readonly clock: Clock;
  /** The time outside, monotonic, in nanoseconds from any start. */
  readonly wallNs: () => Nanos;
  /** Takes in what has come from outside and lets out what is to leave; true ends the run. */
  readonly serve: () => boolean;
  /** Returns after `ns`, or as soon as there is something to serve. */
  readonly sleep: (ns: Nanos) => void;
}

/**
 * Keeps virtual time beside the time outside: `pause` is what an engine asks as `RunOptions.stopped`.
 *
 * Virtual time is never ahead by more than the step between two calls. Where the machine is too slow, up to 20 ms are
 * caught up with; what is beyond is given up and counted, so that no timer of the chip runs out early against a peer
 * outside that was given no time to answer.
 */
export class Pacer {
  /** What virtual time has lost to the time outside for good. */
  lostNs: Nanos = 0;
  readonly #options: PacerOptions;
  /** Time outside less virtual time, when the two go together. */
  #offsetNs: Nanos | null = null;

  constructor(options: PacerOptions) {
    this.#options = options;
  }

  /** Waits until the time outside is where virtual time is. True when the run is to end. */
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

  #giveUp(behindNs: Nanos): void {
    if (behindNs <= FORGIVEN_NS) return;
    this.lostNs += behindNs;
    this.#offsetNs = (this.#offsetNs ?? 0) + behindNs;
  }
}
