import { MS_PER_S } from '../../../values/time.ts';
import type { Io } from '../io.ts';

const TEXT = 'Compiling for the host engine …';

/** The time of a progress display; Node's own, or a test's. */
export interface Ticker {
  nowMs(): number;
  /** Calls `act` each `everyMs`; returns a function that stops it. */
  each(everyMs: number, act: () => void): () => void;
}

const NODE_TICKER: Ticker = {
  nowMs: () => performance.now(),
  each: (everyMs, act) => {
    const timer = setInterval(act, everyMs);
    return () => clearInterval(timer);
  },
};

/** Says that the host engine compiles: on a terminal with the seconds that it has taken, otherwise once, on stderr. */
export class Compiling {
  readonly #io: Io;
  readonly #json: boolean;
  readonly #ticker: Ticker;
  #stop = (): void => {};

  constructor(io: Io, json: boolean, ticker = NODE_TICKER) {
    this.#io = io;
    this.#json = json;
    this.#ticker = ticker;
  }

  begin(): void {
    const { status } = this.#io;
    if (this.#json) return;
    if (status === undefined) {
      this.#io.err(TEXT);
      return;
    }
    const fromMs = this.#ticker.nowMs();
    const tell = (): void => {
      const seconds = Math.round((this.#ticker.nowMs() - fromMs) / MS_PER_S);
      status.show(`${TEXT} ${seconds} s; kept for later runs`);
    };
    tell();
    const cancel = this.#ticker.each(MS_PER_S, tell);
    this.#stop = () => {
      cancel();
      status.clear();
    };
  }

  end(): void {
    this.#stop();
  }
}
