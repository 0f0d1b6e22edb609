import type { Clock, Nanos, Timer } from '../clock.ts';

/** A clock source that is ready some time after it was switched on. */
export class Oscillator {
  ready: boolean;
  #on: boolean;
  #starting: Timer | undefined;

  constructor(
    private readonly clock: Clock,
    /** Null: it never starts. */
    private readonly startNs: () => Nanos | null,
    private readonly onReady: () => void,
    initiallyOn = false,
  ) {
    this.#on = this.ready = initiallyOn;
  }

  get on(): boolean {
    return this.#on;
  }

  /** It stops by itself. */
  fail(): void {
    this.#starting?.cancel();
    this.ready = false;
  }

  set(on: boolean): void {
    if (on === this.#on) return;
    this.#on = on;
    this.#starting?.cancel();
    this.ready = false;
    const startNs = on ? this.startNs() : null;
    if (startNs === null) return;
    this.#starting = this.clock.after(startNs, () => {
      this.ready = true;
      this.onReady();
    });
  }
}
