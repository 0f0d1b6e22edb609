import type { Nanos } from '../clock.ts';
import { UpdatePeriod } from './period.ts';
import type { TickSource } from './tick-source.ts';
import { ARPE, CEN, OPM, TIM, UDIS, UPDATE, URS } from './timer-registers.ts';

/**
 * The update side of an STM32 timer that counts up: prescaler and reload with their buffering, UIF, UIE, URS, UDIS,
 * OPM, ARPE (RM0008 15.3.2, 15.4). Time is given by the caller, who calls {@link update} whenever {@link dueNs} is
 * reached.
 *
 * Not modelled: down- and centre-aligned counting, channels, DMA, slave mode, the repetition counter.
 */
export class UpdateTimer implements TickSource {
  /** When the counter overflows next; `Infinity` while it is stopped. */
  dueNs: Nanos = Infinity;
  /** Updates that found UIF still set. */
  overruns = 0;
  /** Times that software cleared UIF while it was set. */
  acknowledged = 0;

  #cr1 = 0;
  #dier = 0;
  #uif = false;
  /** Preload registers, as software reads them, and the effective values. */
  #psc = 0;
  #arr = 0xffff;
  #activePsc = 0;
  #activeArr = 0xffff;
  /** CNT at the time `#sinceNs`; while counting it follows from the time passed. */
  #count = 0;
  #sinceNs: Nanos = 0;
  #clocked = false;
  readonly #period: UpdatePeriod;
  readonly #others = new Map<number, number>();

  constructor(clockHz: number) {
    this.#period = new UpdatePeriod(clockHz);
  }

  /** Level of the update interrupt's line to the NVIC. */
  get line(): boolean {
    return this.#uif && (this.#dier & UPDATE) !== 0;
  }

  /** Whether a future overflow will raise the line. */
  get willInterrupt(): boolean {
    return this.dueNs !== Infinity && (this.#dier & UPDATE) !== 0 && (this.#cr1 & UDIS) === 0;
  }

  /** Whether RCC gives the timer its clock. */
  get clocked(): boolean {
    return this.#clocked;
  }

  get counting(): boolean {
    return this.#clocked && (this.#cr1 & CEN) !== 0 && this.#activeArr !== 0;
  }

  get interruptEnabled(): boolean {
    return (this.#dier & UPDATE) !== 0;
  }

  get deadReason(): string {
    if (!this.clocked) return "the timer's clock is off (RCC_APB1ENR)";
    if (!this.counting) return 'the timer does not count (CR1.CEN, ARR)';
    if (!this.interruptEnabled) return "the timer's update interrupt is not enabled (DIER.UIE)";
    return 'the timer makes no update events (CR1.UDIS)';
  }

  /** The effective period, rounded down; null while the counter is stopped. */
  get periodNs(): Nanos | null {
    return this.counting ? this.#period.wholeNs : null;
  }

  /** Switches the clock from RCC; without it the counter stops and keeps its value. */
  setClocked(on: boolean, nowNs: Nanos): void {
    if (on === this.#clocked) return;
    this.#reschedule(nowNs, () => {
      this.#clocked = on;
    });
  }

  /** Changes the clock from RCC; the counter keeps its value. */
  setClockHz(clockHz: number, nowNs: Nanos): void {
    this.#reschedule(nowNs, () => this.#period.setClock(clockHz));
  }

  /** RCC's peripheral reset: every register as after power-on. */
  reset(nowNs: Nanos): void {
    this.#reschedule(nowNs, () => {
      this.#cr1 = this.#dier = this.#psc = this.#activePsc = this.#count = 0;
      this.#arr = this.#activeArr = 0xffff;
      this.#uif = false;
    });
    this.#others.clear();
  }

  /** The hardware's own update event: call it at `dueNs`, once per overflow. */
  update(): void {
    const atNs = this.dueNs;
    this.#count = 0;
    this.#sinceNs = atNs;
    if ((this.#cr1 & UDIS) === 0) {
      this.#reload();
      this.#raise();
    }
    if ((this.#cr1 & OPM) !== 0) this.#cr1 &= ~CEN;
    if (this.counting) this.dueNs = this.#period.after(atNs);
    else this.dueNs = Infinity;
  }

  /** When the counter last overflowed or was set. */
  get updatedNs(): Nanos {
    return this.#sinceNs;
  }

  /** An overflow at `dueNs` whose UIF software clears at once. */
  passAnswered(): void {
    this.update();
    this.#uif = false;
    this.acknowledged++;
  }

  /** Shifts the phase so that the running counter overflows at `nowNs`; for tests that choose the tick's moment. */
  expire(nowNs: Nanos): void {
    this.dueNs = nowNs;
    this.#period.restart();
    this.update();
  }

  read(offset: number, nowNs: Nanos): number {
    switch (offset) {
      case TIM.CR1:
        return this.#cr1;
      case TIM.DIER:
        return this.#dier;
      case TIM.SR:
        return this.#uif ? UPDATE : 0;
      case TIM.EGR:
        return 0;
      case TIM.CNT:
        return this.#countAt(nowNs);
      case TIM.PSC:
        return this.#psc;
      case TIM.ARR:
        return this.#arr;
      default:
        return this.#others.get(offset) ?? 0;
    }
  }

  write(offset: number, value: number, nowNs: Nanos): void {
    switch (offset) {
      case TIM.CR1:
        this.#writeControl(value & 0x3ff, nowNs);
        return;
      case TIM.DIER:
        this.#dier = value & 0x5f5f;
        return;
      case TIM.SR: // rc_w0: a 0 clears, a 1 has no effect
        if ((value & UPDATE) === 0 && this.#uif) {
          this.#uif = false;
          this.acknowledged++;
        }
        return;
      case TIM.EGR:
        if ((value & UPDATE) !== 0) this.#generateUpdate(nowNs);
        return;
      case TIM.CNT:
        this.#reschedule(nowNs, () => {
          this.#count = value & 0xffff;
        });
        return;
      case TIM.PSC: // always buffered: effective from the next update event on
        this.#psc = value & 0xffff;
        return;
      case TIM.ARR:
        this.#reschedule(nowNs, () => {
          this.#arr = value & 0xffff;
          if ((this.#cr1 & ARPE) === 0) this.#activeArr = this.#arr;
        });
        return;
      default:
        this.#others.set(offset, value);
    }
  }

  #writeControl(value: number, nowNs: Nanos): void {
    const reload = (value & ARPE) === 0 ? this.#arr : this.#activeArr;
    if (((value ^ this.#cr1) & CEN) === 0 && reload === this.#activeArr) {
      this.#cr1 = value; // does not change the counter and the prescaler's phase
      return;
    }
    this.#reschedule(nowNs, () => {
      this.#cr1 = value;
      this.#activeArr = reload;
    });
  }

  /** EGR.UG: restarts counter and prescaler; sets UIF unless URS restricts it to overflows. */
  #generateUpdate(nowNs: Nanos): void {
    this.#reschedule(nowNs, () => {
      this.#count = 0;
      if ((this.#cr1 & UDIS) !== 0) return;
      this.#reload();
      if ((this.#cr1 & URS) === 0) this.#uif = true;
    });
  }

  #raise(): void {
    if (this.#uif) this.overruns++;
    this.#uif = true;
  }

  #reload(): void {
    this.#activePsc = this.#psc;
    this.#activeArr = this.#arr;
    this.#period.set(this.#activePsc, this.#activeArr);
  }

  #countAt(nowNs: Nanos): number {
    if (!this.counting) return this.#count;
    return (this.#count + this.#period.countsIn(nowNs - this.#sinceNs)) & 0xffff;
  }

  /** Applies a change of the counting and recalculates the next overflow. */
  #reschedule(nowNs: Nanos, change: () => void): void {
    this.#count = this.#countAt(nowNs);
    this.#sinceNs = nowNs;
    change();
    this.#period.set(this.#activePsc, this.#activeArr);
    // A counter above the reload value counts to its maximum first (RM0008 15.3.2).
    const toGo = this.#activeArr + 1 - this.#count + (this.#count > this.#activeArr ? 0x10000 : 0);
    this.dueNs = this.counting ? this.#period.first(nowNs, toGo) : Infinity;
  }
}
