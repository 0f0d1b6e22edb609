import type { SocketEvent } from '../connections/events.ts';
import type { Cancel, PeerClock } from '../environment/clock.ts';
import { Trial, type TrialOptions } from './trial.ts';
import { type OutageMoment, reconnectAfterMs, type TrialVerdict } from './verdict.ts';

export interface TimedTrialOptions extends TrialOptions {
  readonly clock: PeerClock;
  /** What the plan promises. */
  readonly boundMs: number;
  /** Called at the start of an outage, each second of it, and when the cable is to be connected again. */
  readonly onWaiting: (moment: OutageMoment) => void;
  /** Called once. */
  readonly onVerdict: (verdict: TrialVerdict, atMs: number) => void;
}

const TELL_EVERY_MS = 1000;
const LATE_MS = 1;

/** A {@link Trial} with timers: it gives its verdict also when nothing happens any more, and tells how far it is. */
export class TimedTrial {
  readonly #options: TimedTrialOptions;
  readonly #trial: Trial;
  #cancelTimer: Cancel = () => {};
  #cancelTelling: Cancel = () => {};
  #isTelling = false;
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
    this.#cancelTimer();
    const { verdict, nextMs } = this.#trial;
    if (nextMs !== null) this.#cancelTimer = clock.after(Math.max(1, nextMs - nowMs), () => this.judge());
    if (!this.#isTelling) this.#tell();
    if (verdict === null || this.#isJudged) return;
    this.#isJudged = true;
    onVerdict(verdict, nowMs);
  }

  /** Stops the timers. */
  stop(): void {
    this.#cancelTimer();
    this.#cancelTelling();
  }

  #tell(): void {
    const { clock, onWaiting } = this.#options;
    const fromMs = this.#trial.outageFromMs;
    this.#isTelling = fromMs !== null;
    if (fromMs === null) return;
    const atMs = clock.nowMs();
    onWaiting({ atMs, fromMs });
    const toReconnectMs = fromMs + reconnectAfterMs(this.#options) - atMs;
    const leftMs = toReconnectMs > 0 ? toReconnectMs : fromMs + this.#options.withinMs - atMs;
    // A little after each whole second that is left, so that the countdown leaves none out.
    this.#cancelTelling = clock.after((Math.max(0, leftMs) % TELL_EVERY_MS) + LATE_MS, () => this.#tell());
  }
}
