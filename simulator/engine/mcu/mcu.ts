import type { Nanos } from '../../clock.ts';
import { Nvic } from './nvic.ts';
import { UpdateTimer } from './timer.ts';

/** RCC register offsets (RM0008 7.3). */
const RCC_APB1RSTR = 0x10;
const RCC_APB1ENR = 0x1c;
/** SCB register offset from 0xE000ED00 (ARMv7-M B3.2.6). */
const SCB_AIRCR = 0x0c;
const AIRCR_WRITE_KEY = 0x05fa;
const AIRCR_READ_KEY = 0xfa05;

/** Register blocks with side effects; `tim` is the timer of the plan. */
export type Block = 'tim' | 'rcc' | 'scb' | 'nvic';

export interface McuOptions {
  readonly timer: { readonly clockHz: number; readonly apb1EnableBit: number; readonly irqNumber: number };
  /** Told of accesses that have no effect on a real part although the program expects one. */
  readonly violation: (rule: string, text: string) => void;
}

/**
 * The few registers of an STM32F1 that decide when the tick's interrupt is taken: its timer, the timer's clock and
 * reset in RCC, its line in the NVIC, the priority grouping. All others are plain memory.
 *
 * Not modelled: other timers, priorities between interrupts, PRIMASK and BASEPRI, interrupts of other lines.
 */
export class Mcu {
  readonly timer: UpdateTimer;
  readonly nvic: Nvic;
  readonly #rcc = new Map<number, number>();
  readonly #scb = new Map<number, number>();
  #complained = false;

  constructor(private readonly options: McuOptions) {
    this.timer = new UpdateTimer(options.timer.clockHz);
    this.nvic = new Nvic(options.timer.irqNumber);
  }

  /** Passes the timer's line to the NVIC; to be called after anything that may have changed the timer's flags. */
  sense(): void {
    this.nvic.line.sense(this.timer.line);
  }

  /** Whether the tick's interrupt will come by itself. */
  get willInterrupt(): boolean {
    return this.timer.willInterrupt && this.nvic.line.enabled;
  }

  /** Why {@link willInterrupt} is false: the first thing that the program left out. */
  get deadReason(): string {
    if (!this.timer.clocked) return "the timer's clock is off (RCC_APB1ENR)";
    if (!this.timer.counting) return 'the timer does not count (CR1.CEN, ARR)';
    if (!this.timer.interruptEnabled) return "the timer's update interrupt is not enabled (DIER.UIE)";
    if (!this.timer.willInterrupt) return 'the timer makes no update events (CR1.UDIS)';
    return `line ${this.options.timer.irqNumber} of the NVIC is not enabled (ISER)`;
  }

  /** The whole word at a byte offset as in the reference manual. */
  read(block: Block, offset: number, nowNs: Nanos): number {
    switch (block) {
      case 'tim':
        return this.timer.clocked ? this.timer.read(offset, nowNs) : 0;
      case 'rcc':
        return this.#rcc.get(offset) ?? 0;
      case 'scb':
        if (offset === SCB_AIRCR) return ((AIRCR_READ_KEY << 16) | (this.#scb.get(offset) ?? 0)) >>> 0;
        return this.#scb.get(offset) ?? 0;
      case 'nvic':
        return this.nvic.read(offset);
    }
  }

  write(block: Block, offset: number, value: number, nowNs: Nanos): void {
    switch (block) {
      case 'tim':
        if (this.timer.clocked) this.timer.write(offset, value, nowNs);
        else this.#complain(offset);
        break;
      case 'rcc':
        this.#writeRcc(offset, value, nowNs);
        break;
      case 'scb':
        if (offset !== SCB_AIRCR) this.#scb.set(offset, value);
        else if (value >>> 16 === AIRCR_WRITE_KEY) this.#scb.set(offset, value & 0x700);
        break;
      case 'nvic':
        this.nvic.write(offset, value);
        break;
    }
    this.sense();
  }

  #writeRcc(offset: number, value: number, nowNs: Nanos): void {
    this.#rcc.set(offset, value);
    const own = ((value >>> this.options.timer.apb1EnableBit) & 1) !== 0;
    if (offset === RCC_APB1ENR) this.timer.setClocked(own, nowNs);
    if (offset === RCC_APB1RSTR && own) this.timer.reset(nowNs);
  }

  /** Without its clock a peripheral ignores writes. */
  #complain(offset: number): void {
    if (this.#complained) return;
    this.#complained = true;
    const register = `0x${offset.toString(16).padStart(2, '0')}`;
    this.options.violation('mcu/peripheral-clock', `timer register ${register} written while its clock is off`);
  }
}
