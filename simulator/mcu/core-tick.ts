import type { Nanos } from '../clock.ts';
import { UpdatePeriod } from './period.ts';
import { CLKSOURCE, COUNTFLAG, ENABLE, SLOW_PRESCALER, SYST, TICKINT } from './systick-registers.ts';
import type { TickSource } from './tick-source.ts';

/** Reload value and counter have 24 bits. */
const MOST = 0xff_ffff;

/**
 * SysTick as the tick of an engine that runs one handler: counts down from LOAD to 0, then once more to load again
 * (ARMv7-M B3.3). Its exception is pending from the expiry until the handler is entered: there is no flag to clear.
 *
 * Not modelled: CALIB; PENDSTSET and PENDSTCLR of ICSR.
 */
export class CoreTick implements TickSource {
  dueNs: Nanos = Infinity;
  overruns = 0;
  acknowledged = 0;
  #pulse = false;
  #control = 0;
  #load = 0;
  #flag = false;
  /** VAL at the time `#sinceNs`; while counting it follows from the time passed. */
  #count = 0;
  #sinceNs: Nanos = 0;
  readonly #period: UpdatePeriod;

  constructor(hclkHz: number) {
    this.#period = new UpdatePeriod(hclkHz);
  }

  get line(): boolean {
    return this.#pulse;
  }

  get updatedNs(): Nanos {
    return this.#sinceNs;
  }

  get willInterrupt(): boolean {
    return this.dueNs !== Infinity && (this.#control & TICKINT) !== 0;
  }

  get periodNs(): Nanos | null {
    return this.dueNs === Infinity ? null : this.#period.wholeNs;
  }

  get deadReason(): string {
    if (this.dueNs === Infinity) return 'SysTick does not count (CTRL.ENABLE, LOAD)';
    return "SysTick's interrupt is not enabled (CTRL.TICKINT)";
  }

  update(): void {
    const atNs = this.dueNs;
    this.#count = 0;
    this.#sinceNs = atNs;
    this.#flag = true;
    this.#setPeriod();
    this.dueNs = this.#load === 0 ? Infinity : this.#period.after(atNs);
    this.#pulse = (this.#control & TICKINT) !== 0;
    this.acknowledged++;
  }

  passAnswered(): void {
    this.update();
    this.#pulse = false;
  }

  /** The pulse has reached the line: the core remembers it. */
  passed(): void {
    this.#pulse = false;
  }

  expire(nowNs: Nanos): void {
    this.dueNs = nowNs;
    this.#period.restart();
    this.update();
  }

  read(offset: number, nowNs: Nanos): number {
    switch (offset) {
      case SYST.CTRL: {
        const value = this.#control | (this.#flag ? COUNTFLAG : 0);
        this.#flag = false;
        return value;
      }
      case SYST.LOAD:
        return this.#load;
      case SYST.VAL:
        return this.#countAt(nowNs);
      default:
        return 0;
    }
  }

  write(offset: number, value: number, nowNs: Nanos): void {
    switch (offset) {
      case SYST.CTRL:
        this.#reschedule(nowNs, () => {
          this.#control = value & (ENABLE | TICKINT | CLKSOURCE);
        });
        return;
      case SYST.LOAD: // effective from the next reload on
        this.#load = value & MOST;
        if (this.dueNs === Infinity) this.#reschedule(nowNs, () => {});
        return;
      case SYST.VAL: // any write clears it
        this.#reschedule(nowNs, () => {
          this.#count = 0;
          this.#flag = false;
        });
        return;
      default: // CALIB cannot be written
    }
  }

  /** Counts from `#count` to the next 0; from 0 the first one loads. */
  get #toGo(): number {
    return this.#count === 0 ? this.#load + 1 : this.#count;
  }

  #countAt(nowNs: Nanos): number {
    if (this.dueNs === Infinity) return this.#count;
    const passed = this.#period.countsIn(nowNs - this.#sinceNs);
    return passed === 0 ? this.#count : Math.max(0, this.#toGo - passed);
  }

  #reschedule(nowNs: Nanos, change: () => void): void {
    this.#count = this.#countAt(nowNs);
    this.#sinceNs = nowNs;
    change();
    const counts = (this.#control & ENABLE) !== 0 && (this.#count !== 0 || this.#load !== 0);
    this.#setPeriod();
    this.dueNs = counts ? this.#period.first(nowNs, this.#toGo) : Infinity;
  }

  #setPeriod(): void {
    this.#period.set((this.#control & CLKSOURCE) === 0 ? SLOW_PRESCALER : 0, this.#load);
  }
}
