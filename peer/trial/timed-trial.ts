import type { SocketEvent } from '../connections/events.ts';
import type { Cancel, PeerClock } from '../environment/clock.ts';
import { Trial, type TrialOptions } from './trial.ts';
import type { TrialVerdict } from './verdict.ts';

export interface TimedTrialOptions extends TrialOptions {
  readonly clock: PeerClock;
  /** Called once. */
  readonly onVerdict: (verdict: TrialVerdict, atMs: number) => void;
}

/** A {@link Trial} with a timer: it gives its verdict also when nothing happens any more. */
export class TimedTrial {
  readonly #options: TimedTrialOptions;
  readonly #trial: Trial;
  #cancelTimer: Cancel = () => {};
  #isJudged = false;

  constructor(options: TimedTrialOptions) {
    this.#options = options;
    this.#trial = new Trial(options);
  }

  get verdict(): TrialVerdict | null {
    return this.#trial.verdict;
  }

  isUnderTest(connection: { readonly socket: number; readonly connection: number }): boolean {
    return this.#trial.isUnderTest(connection);
  }

  take(event: SocketEvent): void {
    this.#trial.take(event);
  }

  cut(): void {
    this.#trial.cut(this.#options.clock.nowMs());
    this.judge();
  }

  /** To be called after each event, when everybody knows of it. */
  judge(): void {
    const { clock, onVerdict } = this.#options;
    const nowMs = clock.nowMs();
    this.#trial.due(nowMs);
    this.stop();
    const { verdict, nextMs } = this.#trial;
    if (nextMs !== null) this.#cancelTimer = clock.after(Math.max(1, nextMs - nowMs), () => this.judge());
    if (verdict === null || this.#isJudged) return;
    this.#isJudged = true;
    onVerdict(verdict, nowMs);
  }

  /** Stops the timer. */
  stop(): void {
    this.#cancelTimer();
  }
}
