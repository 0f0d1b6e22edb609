import { type Clock, type Nanos, NS_PER_S } from '../../clock.ts';

/** Converts cycles of HCLK to virtual time. Cycles are those of the core's counter, which never decreases. */
export class CpuTime {
  #originNs: Nanos;
  #originCycles = 0;
  #nsPerCycle: number;

  constructor(
    private readonly clock: Clock,
    hclkHz: number,
    private readonly untilNs: Nanos,
  ) {
    this.#originNs = clock.nowNs;
    this.#nsPerCycle = NS_PER_S / hclkHz;
  }

  /** Advances the clock to the core's time, but not beyond the run's end, and runs due events. */
  advance(cycles: number): void {
    const nowNs = this.#originNs + Math.floor((cycles - this.#originCycles) * this.#nsPerCycle);
    if (nowNs > this.clock.nowNs) this.clock.advanceTo(Math.min(nowNs, this.untilNs));
  }

  /** The first cycle at or after a time. */
  cyclesAt(atNs: Nanos): number {
    return this.#originCycles + Math.ceil((atNs - this.#originNs) / this.#nsPerCycle);
  }

  /** Continues at the clock's current time: after a sleep. */
  resume(cycles: number): void {
    this.#originNs = this.clock.nowNs;
    this.#originCycles = cycles;
  }

  /** HCLK has changed at the clock's current time. */
  setHclk(hclkHz: number, cycles: number): void {
    this.resume(cycles);
    this.#nsPerCycle = NS_PER_S / hclkHz;
  }
}
