import type { Nanos } from '../clock.ts';
import { hexText } from '../words.ts';
import { AIRCR, NVIC, NVIC_END } from './core-addresses.ts';
import type { InterruptLine } from './interrupt-line.ts';
import { BLOCK_BYTES, PLACES, timerPlace } from './memory-map.ts';
import { Nvic } from './nvic.ts';
import { PriorityGrouping } from './priority-grouping.ts';
import { APB1ENR_OFFSET, APB1RSTR_OFFSET } from './rcc-registers.ts';
import { UpdateTimer } from './timer.ts';
import { TIM } from './timer-registers.ts';

const RCC_APB1RSTR = PLACES.RCC.base + APB1RSTR_OFFSET;
const RCC_APB1ENR = PLACES.RCC.base + APB1ENR_OFFSET;
/** The number of the connectivity line, which has the most lines. */
const IRQ_LINES = 68;

export interface McuOptions {
  readonly timer: {
    /** For example `TIM2`. */
    readonly instance: string;
    readonly clockHz: number;
    readonly irqNumber: number;
  };
  /** Called for accesses that have no effect on a real part although the program expects one. */
  readonly violation: (rule: string, text: string) => void;
}

/**
 * The registers of an STM32F1 that decide when the tick's interrupt is taken: its timer, the timer's clock and reset in
 * RCC, its line in the NVIC, the priority grouping. All others are plain memory.
 *
 * Not modelled: other timers, priorities between interrupts, PRIMASK and BASEPRI, interrupts of other lines.
 */
export class Mcu {
  readonly timer: UpdateTimer;
  /** The timer's. */
  readonly line: InterruptLine;
  readonly #place: { readonly base: number; readonly enableBit: number };
  readonly #nvic = new Nvic(IRQ_LINES);
  readonly #grouping = new PriorityGrouping();
  #apb1Enable = 0;
  #apb1Reset = 0;
  #complained = false;

  constructor(private readonly options: McuOptions) {
    this.#place = timerPlace(options.timer.instance);
    this.timer = new UpdateTimer(options.timer.clockHz);
    this.line = this.#nvic.lines[options.timer.irqNumber] as InterruptLine;
  }

  /** Passes the timer's line to the NVIC. Call it after every possible change of the timer's flags. */
  sense(): void {
    this.line.sense(this.timer.line);
  }

  /** Whether the tick's interrupt will come by itself. */
  get willInterrupt(): boolean {
    return this.timer.willInterrupt && this.line.enabled;
  }

  /** Why {@link willInterrupt} is false: the first step that the program left out. */
  get deadReason(): string {
    if (!this.timer.clocked) return "the timer's clock is off (RCC_APB1ENR)";
    if (!this.timer.counting) return 'the timer does not count (CR1.CEN, ARR)';
    if (!this.timer.interruptEnabled) return "the timer's update interrupt is not enabled (DIER.UIE)";
    if (!this.timer.willInterrupt) return 'the timer makes no update events (CR1.UDIS)';
    return `line ${this.options.timer.irqNumber} of the NVIC is not enabled (ISER)`;
  }

  /** Whether the register at a bus address has side effects here; all others are plain memory. */
  models(address: number): boolean {
    return this.#inTimer(address) || this.#inNvic(address) || [RCC_APB1RSTR, RCC_APB1ENR, AIRCR].includes(address);
  }

  /** Bus address of the timer's SR. */
  get statusAddress(): number {
    return this.#place.base + TIM.SR;
  }

  /** Whether a register changes with time, other than at an update event: CNT does. */
  countsTime(address: number): boolean {
    return this.#timerOffset(address) === TIM.CNT;
  }

  /** The whole word at a bus address that {@link models} knows. */
  read(address: number, nowNs: Nanos): number {
    if (this.#inTimer(address)) return this.timer.clocked ? this.timer.read(this.#timerOffset(address), nowNs) : 0;
    if (this.#inNvic(address)) return this.#nvic.read(address - NVIC);
    if (address === AIRCR) return this.#grouping.read();
    return address === RCC_APB1ENR ? this.#apb1Enable : this.#apb1Reset;
  }

  write(address: number, value: number, nowNs: Nanos): void {
    if (this.#inTimer(address)) {
      if (this.timer.clocked) this.timer.write(this.#timerOffset(address), value, nowNs);
      else this.#complain(this.#timerOffset(address));
    } else if (this.#inNvic(address)) {
      this.#nvic.write(address - NVIC, value);
    } else if (address === AIRCR) {
      this.#grouping.write(value);
    } else {
      this.#writeRcc(address, value, nowNs);
    }
    this.sense();
  }

  #writeRcc(address: number, value: number, nowNs: Nanos): void {
    const own = ((value >>> this.#place.enableBit) & 1) !== 0;
    if (address === RCC_APB1ENR) {
      this.#apb1Enable = value;
      this.timer.setClocked(own, nowNs);
    } else {
      this.#apb1Reset = value;
      if (own) this.timer.reset(nowNs);
    }
  }

  #inTimer(address: number): boolean {
    const offset = this.#timerOffset(address);
    return offset >= 0 && offset < BLOCK_BYTES;
  }

  #timerOffset(address: number): number {
    return address - this.#place.base;
  }

  #inNvic(address: number): boolean {
    return address >= NVIC && address < NVIC_END;
  }

  /** Without its clock a peripheral ignores writes. */
  #complain(offset: number): void {
    if (this.#complained) return;
    this.#complained = true;
    const register = hexText(offset, 2);
    this.options.violation('mcu/peripheral-clock', `timer register ${register} written while its clock is off`);
  }
}
