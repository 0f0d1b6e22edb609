import { RunEnded } from '../ended.ts';
import type { Watchdog } from '../watchdog.ts';
import { BusCore, type BusOptions } from './bus.ts';
import { CpuFault } from './fault.ts';
import { exceptionName, type InterruptController, THREAD_PRIORITY } from './interrupts.ts';
import { Meter } from './meter.ts';

export interface ExceptionCoreOptions extends BusOptions {
  readonly nvic: InterruptController;
  readonly watchdog: Watchdog;
  /** Called for each exception that is entered or left. */
  readonly onException: (exception: number, entered: boolean) => void;
}

/** Exception entry and exit on a Cortex-M3 without wait states (TRM 5.5), which the firmware is built for. */
const ENTRY_CYCLES = 12;
const EXIT_CYCLES = 12;
/** Entries in a row without an instruction of other code between them. */
const CHAIN_LIMIT = 1000;
const SVCALL = 11;
/** What also lies at address 0 after a reset, where VTOR points then. */
const FLASH_AT_0 = 0x0800_0000;

/** The core with the exceptions of a Cortex-M3: priorities, entry and return. */
export abstract class ExceptionCore extends BusCore {
  readonly handling = new Meter();
  /** Addresses at which handlers interrupted, outermost first. */
  readonly interrupted: number[] = [];
  /** Exceptions in progress, outermost first. */
  protected readonly active: number[] = [];
  protected readonly flashOrigin: number;
  /** The exception whose handler was just left, before the next instruction; 0 for none. */
  #left = 0;
  #chain = 0;

  constructor(protected readonly options: ExceptionCoreOptions) {
    super(options);
    this.flashOrigin = options.memories.flash.origin;
  }

  /** The address of the next instruction. During an instruction of 16 bits it is the one after that instruction. */
  get address(): number {
    return ((this.registers[15] as number) & ~1) >>> 0;
  }

  /** Takes the most urgent exception that is due; false: there is none. */
  checkForInterrupts(): boolean {
    const { nvic } = this.options;
    const chained = this.#left !== 0;
    if (chained) this.#afterReturn();
    this.interruptsUpdated = false;
    const running = this.runningPriority;
    if (this.pendingSVCall) {
      if (this.PM || nvic.priorityOf(SVCALL) >= running) throw new CpuFault('SVC where its priority does not allow it');
      this.pendingSVCall = false;
      this.#enter(SVCALL);
      return true;
    }
    if (this.PM || this.FM) return false;
    const exception = nvic.pending(Math.min(running, this.basePriority || THREAD_PRIORITY));
    if (exception === 0) return false;
    this.#chain = chained ? this.#chain + 1 : 0;
    if (this.#chain > CHAIN_LIMIT) {
      throw new RunEnded(
        'stuck',
        `${exceptionName(exception)} is entered again without end: its flag is never cleared`,
      );
    }
    this.#enter(exception);
    return true;
  }

  override exceptionReturn(excReturn: number): void {
    this.#left = this.active.pop() ?? 0;
    super.exceptionReturn(excReturn);
    this.cycles += EXIT_CYCLES;
    this.interrupted.pop();
    this.options.nvic.leave(this.#left);
    this.interruptsUpdated = true; // the rest is done after the cycles of the returning instruction were counted
  }

  #afterReturn(): void {
    if (this.active.length === 0) this.handling.stop(this.cycles);
    this.options.onException(this.#left, false);
    this.#left = 0;
  }

  protected get runningPriority(): number {
    const exception = this.active.at(-1);
    return exception === undefined ? THREAD_PRIORITY : this.options.nvic.priorityOf(exception);
  }

  protected vector(number: number): number {
    const table = this.options.peripherals.vectorTable || FLASH_AT_0;
    return this.readUint32(table + 4 * number);
  }

  #enter(exception: number): void {
    const { nvic, onException, watchdog } = this.options;
    const vector = this.vector(exception);
    if (vector === 0) throw new CpuFault(`${exceptionName(exception)} is taken and its vector is 0`, this.address);
    if ((vector & 1) === 0)
      throw new CpuFault(`the vector of ${exceptionName(exception)} is no Thumb code`, this.address);
    nvic.enter(exception);
    if (this.active.length === 0) {
      this.handling.start(this.cycles);
      watchdog.handlerEntered();
    }
    onException(exception, true);
    this.active.push(exception);
    this.interrupted.push(this.address);
    super.exceptionEntry(exception);
    this.registers[15] = vector & ~1;
    this.cycles += ENTRY_CYCLES;
  }
}
