import { type Nanos, NS_PER_S } from '../../clock.ts';

/** Converts cycles of a clock to whole nanoseconds. The remainder is carried over, so that no sum drifts. */
export class CycleTime {
  /** Below one nanosecond, in units of 1 / clockHz ns. */
  #fraction = 0;

  constructor(private readonly clockHz: number) {}

  /** After sleep: the next cycle begins at a whole nanosecond. */
  restart(): void {
    this.#fraction = 0;
  }

  nsOf(cycles: number): Nanos {
    const due = this.#fraction + cycles * NS_PER_S;
    const ns = Math.floor(due / this.clockHz);
    this.#fraction = due - ns * this.clockHz;
    return ns;
  }
}
