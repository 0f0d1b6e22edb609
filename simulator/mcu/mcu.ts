import type { Clock, Nanos } from '../clock.ts';
import { hexText } from '../words.ts';
import { AIRCR, NVIC, NVIC_END, SYSTICK_END, SYSTICK_START } from './core-addresses.ts';
import { CoreTick } from './core-tick.ts';
import { InterruptLine } from './interrupt-line.ts';
import { Iwdg } from './iwdg.ts';
import { BLOCK_BYTES, PLACES, timerPlace } from './memory-map.ts';
import { Nvic } from './nvic.ts';
import { PriorityGrouping } from './priority-grouping.ts';
import { APB1ENR_OFFSET, APB1RSTR_OFFSET, CSR_OFFSET, POWER_ON_FLAGS, RMVF } from './rcc-registers.ts';
import type { TickSource } from './tick-source.ts';
import { UpdateTimer } from './timer.ts';
import { TIM } from './timer-registers.ts';

const RCC_APB1RSTR = PLACES.RCC.base + APB1RSTR_OFFSET;
const RCC_APB1ENR = PLACES.RCC.base + APB1ENR_OFFSET;
const RCC_CSR = PLACES.RCC.base + CSR_OFFSET;
/** The number of the connectivity line, which has the most lines. */
const IRQ_LINES = 68;
const SYSTICK_NAME = 'SysTick';
/** In whose place SysTick is; its registers are plain memory then. */
const UNUSED_TIMER = 'TIM2';
/** The last register of the watchdog, which changes with time. */
const IWDG_SR = 0x0c;

export interface McuOptions {
  readonly timer: {
    /** For example `TIM2`, or `SysTick`. */
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
 * RCC, its line in the NVIC, or SysTick in their place; the priority grouping; the watchdog, and why the part was reset.
 * All others are plain memory.
 *
 * Not modelled: other timers, priorities between interrupts, PRIMASK and BASEPRI, interrupts of other lines.
 */
export class Mcu {
  /** What raises the tick's interrupt. */
  readonly timer: TickSource;
  /** The tick's. */
  readonly line: InterruptLine;
  readonly #place: { readonly base: number; readonly enableBit: number };
  readonly #updates: UpdateTimer;
  /** Null: a timer of the part raises the interrupt. */
  readonly #systick: CoreTick | null;
  readonly #nvic = new Nvic(IRQ_LINES);
  readonly #grouping = new PriorityGrouping();
  #apb1Enable = 0;
  #apb1Reset = 0;
  #complained = false;
  readonly #iwdg: Iwdg;
  #resetFlags: number;

  constructor(private readonly options: McuOptions) {
    const { clockHz, instance, irqNumber } = options.timer;
    this.#systick = instance === SYSTICK_NAME ? new CoreTick(clockHz) : null;
    this.#place = timerPlace(this.#systick === null ? instance : UNUSED_TIMER);
    this.#updates = new UpdateTimer(clockHz);
    this.timer = this.#systick ?? this.#updates;
    const { clock, lsiHz, onWatchdog, resetFlags = POWER_ON_FLAGS, violation } = options;
    this.#iwdg = new Iwdg({ clock, lsiHz, violation, onReset: onWatchdog });
    this.#resetFlags = resetFlags;
    this.line = this.#systick === null ? (this.#nvic.lines[irqNumber] as InterruptLine) : alwaysEnabled();
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
    if (this.#systick === null) return;
    this.#systick.passed();
    this.line.sense(false);
  }

  /** Whether the tick's interrupt will come by itself. */
  get willInterrupt(): boolean {
    return this.timer.willInterrupt && this.line.enabled;
  }

  /** Why {@link willInterrupt} is false: the first step that the program left out. */
  get deadReason(): string {
    if (!this.timer.willInterrupt) return this.timer.deadReason;
    return `line ${this.options.timer.irqNumber} of the NVIC is not enabled (ISER)`;
  }

  /** Whether the register at a bus address has side effects here; all others are plain memory. */
  models(address: number): boolean {
    if (this.#inTimer(address) || this.#inNvic(address) || this.#inIwdg(address) || this.#inSysTick(address))
      return true;
    return [RCC_APB1RSTR, RCC_APB1ENR, RCC_CSR, AIRCR].includes(address);
  }

  /** Bus address of the timer's SR; null: the tick has no flag that software clears. */
  get statusAddress(): number | null {
    return this.#systick === null ? this.#place.base + TIM.SR : null;
  }

  /** Whether a register changes with time, other than at an update event: CNT does. */
  countsTime(address: number): boolean {
    if (this.#inSysTick(address)) return true;
    return this.#timerOffset(address) === TIM.CNT || address === PLACES.IWDG.base + IWDG_SR;
  }

  /** The whole word at a bus address that {@link models} knows. */
  read(address: number, nowNs: Nanos): number {
    if (this.#inTimer(address))
      return this.#updates.clocked ? this.#updates.read(this.#timerOffset(address), nowNs) : 0;
    if (this.#inSysTick(address)) return this.#systick?.read(address - SYSTICK_START, nowNs) ?? 0;
    if (this.#inNvic(address)) return this.#nvic.read(address - NVIC);
    if (this.#inIwdg(address)) return this.#iwdg.read(address - PLACES.IWDG.base);
    if (address === RCC_CSR) return this.#resetFlags;
    if (address === AIRCR) return this.#grouping.read();
    return address === RCC_APB1ENR ? this.#apb1Enable : this.#apb1Reset;
  }

  write(address: number, value: number, nowNs: Nanos): void {
    if (this.#inTimer(address)) {
      if (this.#updates.clocked) this.#updates.write(this.#timerOffset(address), value, nowNs);
      else this.#complain(this.#timerOffset(address));
    } else if (this.#inSysTick(address)) {
      this.#systick?.write(address - SYSTICK_START, value, nowNs);
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
      this.#updates.setClocked(own, nowNs);
    } else {
      this.#apb1Reset = value;
      if (own) this.#updates.reset(nowNs);
    }
  }

  #inSysTick(address: number): boolean {
    return this.#systick !== null && address >= SYSTICK_START && address < SYSTICK_END;
  }

  #inTimer(address: number): boolean {
    if (this.#systick !== null) return false;
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

/** An exception of the core has no enable bit beside its source's. */
function alwaysEnabled(): InterruptLine {
  const line = new InterruptLine();
  line.enabled = true;
  return line;
}
