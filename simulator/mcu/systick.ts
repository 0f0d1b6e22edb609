import type { Clock, Nanos, Timer } from '../clock.ts';
import { UpdatePeriod } from './period.ts';
import { RegisterBlock, row } from './registers.ts';
import { CLKSOURCE, COUNTFLAG, ENABLE, SLOW_PRESCALER, SYST, TICKINT } from './systick-registers.ts';

type SysTickRegister = 'CTRL' | 'LOAD' | 'VAL' | 'CALIB';

export interface SysTickOptions {
  readonly clock: Clock;
  readonly hclkHz: number;
  /** The value of CALIB: 10 ms of the reference clock, by ST. */
  readonly calibration: number;
  readonly onTick: () => void;
}

/** The core's own timer: counts down from LOAD to 0, then once more to load again. */
export class SysTick extends RegisterBlock<SysTickRegister> {
  /** VAL at the time `#sinceNs`; while counting it follows from the time passed. */
  #count = 0;
  #sinceNs: Nanos = 0;
  #due: Timer | undefined;
  readonly #period: UpdatePeriod;

  constructor(private readonly options: SysTickOptions) {
    super({
      CTRL: row(SYST.CTRL, 'rw', 0, ENABLE | TICKINT | CLKSOURCE),
      LOAD: row(SYST.LOAD, 'rw', 0, 0xff_ffff),
      VAL: row(SYST.VAL, 'rw', 0, 0),
      CALIB: row(SYST.CALIB, 'ro', options.calibration, 0),
    });
    this.#period = new UpdatePeriod(options.hclkHz);
  }

  setClockHz(hz: number): void {
    this.#change(() => this.#period.setClock(hz));
  }

  protected override readRegister(name: SysTickRegister): number {
    if (name === 'VAL') return this.#now();
    const value = super.readRegister(name);
    if (name === 'CTRL') this.values.CTRL &= ~COUNTFLAG;
    return value;
  }

  protected override writeRegister(name: SysTickRegister, word: number): void {
    if (name === 'LOAD') {
      this.store(name, word); // effective from the next reload on
      if (this.#due === undefined) this.#change(() => {});
      return;
    }
    this.#change(() => {
      this.store(name, word);
      if (name !== 'VAL') return;
      this.#count = 0;
      this.values.CTRL &= ~COUNTFLAG;
    });
  }

  /** Counts from `#count` to the next 0; from 0 the first one loads. */
  get #toGo(): number {
    return this.#count === 0 ? this.values.LOAD + 1 : this.#count;
  }

  #now(): number {
    if (this.#due === undefined) return this.#count;
    const passed = this.#period.countsIn(this.options.clock.nowNs - this.#sinceNs);
    return passed === 0 ? this.#count : Math.max(0, this.#toGo - passed);
  }

  #change(change: () => void): void {
    this.#count = this.#now();
    this.#sinceNs = this.options.clock.nowNs;
    this.#due?.cancel();
    this.#due = undefined;
    change();
    if ((this.values.CTRL & ENABLE) === 0 || (this.#count === 0 && this.values.LOAD === 0)) return;
    this.#setPeriod();
    this.#due = this.options.clock.at(this.#period.first(this.#sinceNs, this.#toGo), this.#zero);
  }

  #setPeriod(): void {
    this.#period.set((this.values.CTRL & CLKSOURCE) === 0 ? SLOW_PRESCALER : 0, this.values.LOAD);
  }

  readonly #zero = (): void => {
    const { clock, onTick } = this.options;
    this.#count = 0;
    this.#sinceNs = clock.nowNs;
    this.values.CTRL |= COUNTFLAG;
    this.#setPeriod();
    this.#due = this.values.LOAD === 0 ? undefined : clock.at(this.#period.after(clock.nowNs), this.#zero);
    if ((this.values.CTRL & TICKINT) !== 0) onTick();
  };
}
