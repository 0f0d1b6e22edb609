import type { Clock, Nanos } from '../clock.ts';
import { hexText } from '../words.ts';
import { AIRCR, NVIC, NVIC_END } from './core-addresses.ts';
import type { InterruptLine } from './interrupt-line.ts';
import { Iwdg } from './iwdg.ts';
import { BLOCK_BYTES, PLACES, timerPlace } from './memory-map.ts';
import { Nvic } from './nvic.ts';
import { PriorityGrouping } from './priority-grouping.ts';
import { APB1ENR_OFFSET, APB1RSTR_OFFSET, CSR_OFFSET, POWER_ON_FLAGS, RMVF } from './rcc-registers.ts';
import { UpdateTimer } from './timer.ts';
import { TIM } from './timer-registers.ts';

const RCC_APB1RSTR = PLACES.RCC.base + APB1RSTR_OFFSET;
const RCC_APB1ENR = PLACES.RCC.base + APB1ENR_OFFSET;
const RCC_CSR = PLACES.RCC.base + CSR_OFFSET;
/** The number of the connectivity line, which has the most lines. */
const IRQ_LINES = 68;
/** The last register of the watchdog, which changes with time. */
const IWDG_SR = 0x0c;

export interface McuOptions {
  readonly timer: {
    /** For example `TIM2`. */
    readonly instance: string;
    readonly clockHz: number;
    readonly irqNumber: number;
  };
  /** Called for accesses that have no effect on a real part although the program expects one. */
  readonly violation: (rule: string, text: string) => void;
  readonly clock: Clock;
  /** LSI, which drives the watchdog; default 40 kHz. */
  readonly lsiHz?: number | undefined;
  /** Flags of RCC_CSR. Default: power-on. */
  readonly resetFlags?: number | undefined;
  readonly onResetRequest: () => void;
  readonly onWatchdog: () => void;
}

/**
 * The registers of an STM32F1 that decide when the tick's interrupt is taken: its timer, the timer's clock and reset in
 * RCC, its line in the NVIC, the priority grouping; the watchdog, and why the part was reset. All others are plain memory.
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
  readonly #iwdg: Iwdg;
  #resetFlags: number;

  constructor(private readonly options: McuOptions) {
    this.#place = timerPlace(options.timer.instance);
    this.timer = new UpdateTimer(options.timer.clockHz);
    const { clock, lsiHz, onWatchdog, resetFlags = POWER_ON_FLAGS, violation } = options;
    this.#iwdg = new Iwdg({ clock, lsiHz, violation, onReset: onWatchdog });
    this.#resetFlags = resetFlags;
    this.line = this.#nvic.lines[options.timer.irqNumber] as InterruptLine;
  }

  /** The flags of RCC_CSR. */
  get resetFlags(): number {
    return this.#resetFlags;
  }

  /** Ends what is scheduled. */
  stop(): void {
    this.#iwdg.reset();
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
    if (this.#inTimer(address) || this.#inNvic(address) || this.#inIwdg(address)) return true;
    return [RCC_APB1RSTR, RCC_APB1ENR, RCC_CSR, AIRCR].includes(address);
  }

  /** Bus address of the timer's SR. */
  get statusAddress(): number {
    return this.#place.base + TIM.SR;
  }

  /** Whether a register changes with time, other than at an update event: CNT does. */
  countsTime(address: number): boolean {
    return this.#timerOffset(address) === TIM.CNT || address === PLACES.IWDG.base + IWDG_SR;
  }

  /** The whole word at a bus address that {@link models} knows. */
  read(address: number, nowNs: Nanos): number {
    if (this.#inTimer(address)) return this.timer.clocked ? this.timer.read(this.#timerOffset(address), nowNs) : 0;
    if (this.#inNvic(address)) return this.#nvic.read(address - NVIC);
    if (this.#inIwdg(address)) return this.#iwdg.read(address - PLACES.IWDG.base);
    if (address === RCC_CSR) return this.#resetFlags;
    if (address === AIRCR) return this.#grouping.read();
    return address === RCC_APB1ENR ? this.#apb1Enable : this.#apb1Reset;
  }

  write(address: number, value: number, nowNs: Nanos): void {
    if (this.#inTimer(address)) {
      if (this.timer.clocked) this.timer.write(this.#timerOffset(address), value, nowNs);
      else this.#complain(this.#timerOffset(address));
    } else if (this.#inNvic(address)) {
      this.#nvic.write(address - NVIC, value);
    } else if (this.#inIwdg(address)) {
      this.#iwdg.write(address - PLACES.IWDG.base, value);
    } else if (address === RCC_CSR) {
      if ((value & RMVF) !== 0) this.#resetFlags = 0;
    } else if (address === AIRCR) {
      if (this.#grouping.write(value)) this.options.onResetRequest();
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

  #inIwdg(address: number): boolean {
    return address >= PLACES.IWDG.base && address <= PLACES.IWDG.base + IWDG_SR;
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
