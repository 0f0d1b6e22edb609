import { type Nanos, NS_PER_S } from '../clock.ts';

/**
 * The time between two updates, (PSC + 1) × (ARR + 1) / clockHz, kept exactly: whole nanoseconds and a remainder in
 * units of 1 / clockHz ns that is carried from one update to the next, so that no number of ticks drifts.
 */
export class UpdatePeriod {
  wholeNs: Nanos = 0;
  #remainder = 0;
  /** Remainder carried so far, below clockHz. */
  #carried = 0;
  #psc = -1;
  #arr = -1;

  constructor(private clockHz: number) {}

  /** Changes the clock; the caller recalculates its due times. */
  setClock(clockHz: number): void {
    const [psc, arr] = [this.#psc, this.#arr];
    this.clockHz = clockHz;
    this.#psc = -1;
    this.restart();
    if (psc !== -1) this.set(psc, arr);
  }

  set(psc: number, arr: number): void {
    if (psc === this.#psc && arr === this.#arr) return;
    this.#psc = psc;
    this.#arr = arr;
    [this.wholeNs, this.#remainder] = this.#nanosOf((psc + 1) * (arr + 1));
  }

  /** Forgets the carried remainder: the next update is a whole period after a time in whole nanoseconds. */
  restart(): void {
    this.#carried = 0;
  }

  /** The update that follows one at `atNs`. */
  after(atNs: Nanos): Nanos {
    return this.#carry(atNs + this.wholeNs, this.#remainder);
  }

  /** The first update after a start at `nowNs` with `counts` counts to go. */
  first(nowNs: Nanos, counts: number): Nanos {
    this.restart();
    const [wholeNs, remainder] = this.#nanosOf((this.#psc + 1) * counts);
    return this.#carry(nowNs + wholeNs, remainder);
  }

  /** Whole counts in a span of time. */
  countsIn(spanNs: Nanos): number {
    const product = spanNs * this.clockHz;
    const cycles = Number.isSafeInteger(product)
      ? Math.floor(product / NS_PER_S)
      : Number((BigInt(spanNs) * BigInt(this.clockHz)) / BigInt(NS_PER_S));
    return Math.floor(cycles / (this.#psc + 1));
  }

  #carry(atNs: Nanos, remainder: number): Nanos {
    this.#carried += remainder;
    if (this.#carried < this.clockHz) return atNs;
    this.#carried -= this.clockHz;
    return atNs + 1;
  }

  /** Timer clock cycles as [whole ns, remainder in 1 / clockHz ns]. */
  #nanosOf(cycles: number): [Nanos, number] {
    const product = BigInt(cycles) * BigInt(NS_PER_S);
    const clock = BigInt(this.clockHz);
    return [Number(product / clock), Number(product % clock)];
  }
}
