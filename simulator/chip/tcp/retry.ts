import type { Clock, Nanos, Timer } from '../../clock.ts';

export interface RetryRules {
  /** The wait after transmission number `attempt`; 0 is the first. */
  readonly waitNs: (attempt: number) => Nanos;
  /** How often to send again before giving up. */
  readonly limit: () => number;
  /** Sends again; `attempt` counts from 1. */
  readonly resend: (attempt: number) => void;
  readonly giveUp: () => void;
}

/** Repeats something that was sent until it is answered; gives up after the last wait. */
export class Retry {
  readonly #clock: Clock;
  readonly #rules: RetryRules;
  #attempt = 0;
  /** How often {@link postpone} was called since the start. */
  #postponed = 0;
  #timer: Timer | null = null;

  constructor(clock: Clock, rules: RetryRules) {
    this.#clock = clock;
    this.#rules = rules;
  }

  get running(): boolean {
    return this.#timer !== null;
  }

  /** The first transmission has just been sent; counts from there. */
  start(): void {
    this.#attempt = 0;
    this.#postponed = 0;
    this.#arm(0);
  }

  /** The peer has answered, but its window is still 0: waits longer with each answer, and counts the retries from 0. */
  postpone(): void {
    this.#attempt = 0;
    this.#postponed++;
    this.#arm(this.#postponed);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  #arm(wait: number): void {
    this.#timer?.cancel();
    this.#timer = this.#clock.after(this.#rules.waitNs(wait), () => this.#expire());
  }

  #expire(): void {
    this.#timer = null;
    if (this.#attempt >= this.#rules.limit()) {
      this.#rules.giveUp();
      return;
    }
    this.#attempt++;
    this.#arm(this.#attempt);
    this.#rules.resend(this.#attempt);
  }
}
