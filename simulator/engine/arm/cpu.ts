import type { Clock, Nanos } from '../../clock.ts';
import { hexText } from '../../words.ts';
import { RunEnded } from '../ended.ts';
import { SLICE_NS, type Watchdog } from '../watchdog.ts';
import { BusCore, type BusOptions } from './bus.ts';
import type { CpuTime } from './cpu-time.ts';
import type { FirmwareImage } from './elf.ts';
import { CpuFault } from './fault.ts';
import { exceptionName, type InterruptController, THREAD_PRIORITY } from './interrupts.ts';
import { Meter } from './meter.ts';
import { BRANCH_TO_SELF, changesPrimask, WFE, WFI } from './opcodes.ts';
import { kindOf, QUICK, type Quick } from './quick.ts';

export interface ArmCpuOptions extends BusOptions {
  readonly image: FirmwareImage;
  readonly clock: Clock;
  readonly time: CpuTime;
  readonly nvic: InterruptController;
  readonly watchdog: Watchdog;
  readonly untilNs: Nanos;
  readonly stopped: () => boolean;
  /** A sleep that lasts as long as this ends the run. */
  readonly sleepLimitNs: Nanos;
  /** Called after time has passed, in which events may have changed what the part sees. */
  readonly onTime: () => void;
  /** Told of each exception that is entered or left. */
  readonly onException: (exception: number, entered: boolean) => void;
  /** Asked before each instruction of code outside handlers, if there; true when it made the tick fall due. */
  readonly ask: ((pc: number) => boolean) | undefined;
}

/** Exception entry and exit on a Cortex-M3 without wait states (TRM 5.5), which the firmware is built for. */
const ENTRY_CYCLES = 12;
const EXIT_CYCLES = 12;
/** Entries in a row without an instruction of other code between them. */
const CHAIN_LIMIT = 1000;
const SVCALL = 11;

/** Marks of a halfword of flash. */
const NEVER = 0;
const PLAIN = 1;
const SPECIAL = 2;

/** Flag beside the kind of an instruction that the engine looks at; alone where none was executed yet. */
const LOOK = 0x80;

/** The CPU with time, interrupts and the strictness of the board: {@link run} ends by what it throws. */
export class ArmCpu extends BusCore {
  instructions = 0;
  idleWaits = 0;
  /** As in the options, until nobody wants to be asked any more. */
  ask: ArmCpuOptions['ask'];
  readonly masked = new Meter();
  readonly handling = new Meter();
  /** Per halfword of flash: 0 where no instruction was executed. */
  readonly marks: Uint8Array;
  /** Addresses at which handlers interrupted, outermost first. */
  readonly interrupted: number[] = [];
  stackTop = 0;
  lowestSp = 0;
  #limitCycles = 0;
  /** The exception whose handler was just left, no instruction having been executed since; 0 for none. */
  #left = 0;
  #chain = 0;
  readonly #active: number[] = [];
  readonly #watches = new Map<number, (() => void)[]>();
  readonly #origin: number;
  readonly #code: Uint16Array;
  /** Per halfword of flash: the kind of instruction to be executed there; from {@link LOOK} on, looked at first. */
  readonly #kinds: Uint8Array;

  constructor(private readonly options: ArmCpuOptions) {
    super(options);
    const { ask, flash, memories } = options;
    this.ask = ask;
    this.#origin = memories.flash.origin;
    this.#code = new Uint16Array(flash.buffer, flash.byteOffset, flash.byteLength / 2);
    this.marks = new Uint8Array(this.#code.length);
    this.#kinds = new Uint8Array(this.#code.length).fill(LOOK);
  }

  /** Exceptions under way, outermost first. */
  get active(): readonly number[] {
    return this.#active;
  }

  /** The next instruction; while one of 16 bits is being executed, the one behind it. */
  get address(): number {
    return ((this.registers[15] as number) & ~1) >>> 0;
  }

  /** Calls `action` each time before the instruction at `address` is executed. */
  watch(address: number, action: () => void): void {
    const index = (address - this.#origin) >>> 1;
    this.#watches.set(index, [...(this.#watches.get(index) ?? []), action]);
    if (this.marks[index] === PLAIN) this.marks[index] = SPECIAL;
    this.#kinds[index] = LOOK | (this.#kinds[index] as number);
  }

  /** From power-on for ever. @throws {RunEnded} and whatever the board does not allow. */
  run(): never {
    const { clock, onTime, time, untilNs, watchdog } = this.options;
    this.#powerOn();
    for (;;) {
      this.#setLimit();
      if (this.ask === undefined) this.#execute();
      else this.#executeAsking();
      time.advance(this.cycles);
      onTime();
      this.interruptsUpdated = true;
      if (clock.nowNs >= untilNs) throw new RunEnded('time');
      watchdog.look(this.#active.length > 0);
    }
  }

  protected override beforeAccess(): void {
    this.options.time.advance(this.cycles);
  }

  protected override afterAccess(): void {
    this.interruptsUpdated = true;
    this.#setLimit();
  }

  override checkForInterrupts(): boolean {
    const { nvic } = this.options;
    const chained = this.#left !== 0;
    if (chained) this.#afterReturn();
    this.interruptsUpdated = false;
    const running = this.#runningPriority();
    if (this.pendingSVCall) {
      if (this.PM || nvic.priorityOf(SVCALL) >= running) throw new CpuFault('SVC where its priority does not allow it');
      this.pendingSVCall = false;
      this.#enter(SVCALL);
      return true;
    }
    if (this.PM) return false;
    const exception = nvic.pending(running);
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
    this.#left = this.#active.pop() ?? 0;
    super.exceptionReturn(excReturn);
    // The base class knows no exceptions above 63.
    this.IPSR = this.#active.at(-1) ?? 0;
    this.registers[15] = (this.registers[15] as number) & ~1;
    this.cycles += EXIT_CYCLES;
    this.interrupted.pop();
    this.options.nvic.leave(this.#left);
    this.interruptsUpdated = true; // the rest waits until the cycles of the returning instruction have been counted
  }

  #afterReturn(): void {
    if (this.#active.length === 0) this.handling.stop(this.cycles);
    this.options.onException(this.#left, false);
    this.#left = 0;
  }

  #powerOn(): void {
    const [sp, reset] = [this.#vector(0), this.#vector(1)];
    if ((reset & 1) === 0) throw new CpuFault(`the reset vector, ${hexText(reset)}, is no Thumb code`);
    this.registers[13] = this.lowestSp = this.stackTop = sp;
    this.VTOR = this.#origin; // for the base class, which reads a vector there; ours decide
    this.registers[15] = reset & ~1;
    this.registers[14] = 0xffff_ffff;
  }

  #vector(number: number): number {
    const table = this.options.peripherals.vectorTable || this.#origin; // flash is what lies at 0 after a reset, too
    return this.readUint32(table + 4 * number);
  }

  #setLimit(): void {
    const { clock, time, untilNs } = this.options;
    const dueNs = Math.min(clock.nextDueNs, clock.nowNs + SLICE_NS, untilNs);
    this.#limitCycles = Math.max(this.cycles + 1, time.cyclesAt(dueNs));
  }

  #execute(): void {
    const { registers } = this;
    const [code, kinds, origin] = [this.#code, this.#kinds, this.#origin];
    let count = 0;
    while (this.cycles < this.#limitCycles) {
      if (this.interruptsUpdated) this.checkForInterrupts();
      const index = ((registers[15] as number) - origin) >>> 1;
      const kind = kinds[index] ?? LOOK;
      if (kind >= LOOK) this.#executeSpecial();
      else (QUICK[kind] as Quick)(this, code[index] as number);
      if ((registers[13] as number) < this.lowestSp) this.#stackGrew();
      count++;
    }
    this.instructions += count;
  }

  #executeAsking(): void {
    while (this.ask !== undefined && this.cycles < this.#limitCycles) {
      if (this.#active.length === 0 && this.ask(this.address)) this.afterAccess();
      if (this.interruptsUpdated) this.checkForInterrupts();
      const index = (this.address - this.#origin) >>> 1;
      const kind = this.#kinds[index] ?? LOOK;
      if (kind >= LOOK) this.#executeSpecial();
      else (QUICK[kind] as Quick)(this, this.#code[index] as number);
      if ((this.registers[13] as number) < this.lowestSp) this.#stackGrew();
      this.instructions++;
    }
  }

  /** An instruction that is executed for the first time, watched, or of interest to the engine. */
  #executeSpecial(): void {
    const { address } = this;
    const index = (address - this.#origin) >>> 1;
    const opcode = this.#code[index];
    if (opcode === undefined) throw new CpuFault(`it executes ${hexText(address)}, which is not flash`, address);
    const watches = this.#watches.get(index);
    if (this.marks[index] === NEVER) this.#meet(index, opcode, watches !== undefined || isSpecial(opcode));
    if (watches !== undefined) for (const watch of watches) watch();
    (QUICK[(this.#kinds[index] as number) & ~LOOK] as Quick)(this, opcode);
    if (opcode === BRANCH_TO_SELF) this.#loopForEver();
    else if (opcode === WFI || opcode === WFE) this.#sleep();
    else if (this.PM) this.masked.start(this.cycles);
    else this.masked.stop(this.cycles);
  }

  #meet(index: number, opcode: number, isSpecial: boolean): void {
    this.marks[index] = isSpecial ? SPECIAL : PLAIN;
    const kind = kindOf(opcode, this.#code[index + 1] ?? 0);
    this.#kinds[index] = isSpecial ? LOOK | kind : kind;
  }

  #runningPriority(): number {
    const exception = this.#active.at(-1);
    return exception === undefined ? THREAD_PRIORITY : this.options.nvic.priorityOf(exception);
  }

  #enter(exception: number): void {
    const { nvic, onException, watchdog } = this.options;
    const vector = this.#vector(exception);
    if (vector === 0) throw new CpuFault(`${exceptionName(exception)} is taken and its vector is 0`, this.address);
    if ((vector & 1) === 0)
      throw new CpuFault(`the vector of ${exceptionName(exception)} is no Thumb code`, this.address);
    nvic.enter(exception);
    if (this.#active.length === 0) {
      this.handling.start(this.cycles);
      watchdog.handlerEntered();
    }
    onException(exception, true);
    this.#active.push(exception);
    this.interrupted.push(this.address);
    super.exceptionEntry(exception);
    this.registers[15] = vector & ~1;
    this.cycles += ENTRY_CYCLES;
  }

  /** `b .`: nothing but an interrupt comes of it, so time may as well jump. */
  #loopForEver(): void {
    const exception = this.#active.at(-1);
    if (exception !== undefined) {
      throw new RunEnded(
        'stuck',
        `${exceptionName(exception)} has no handler, or one that gives up: it loops for ever`,
      );
    }
    if (this.PM) throw new RunEnded('stuck', 'it loops for ever with interrupts off');
    this.cycles = Math.max(this.cycles, this.#limitCycles);
  }

  #sleep(): void {
    if (!this.waiting) return; // WFE with an event registered
    this.waiting = false;
    const { clock, nvic, onTime, sleepLimitNs, stopped, time, untilNs, watchdog } = this.options;
    this.idleWaits++;
    time.advance(this.cycles);
    const sinceNs = clock.nowNs;
    // PRIMASK does not keep an interrupt from ending the sleep (ARMv6-M B1.5.18).
    while (nvic.pending(this.#runningPriority()) === 0) {
      if (clock.nowNs >= untilNs) throw new RunEnded('time');
      if (stopped()) throw new RunEnded('stopped');
      const dueNs = clock.nextDueNs;
      if (dueNs === Number.POSITIVE_INFINITY || clock.nowNs - sinceNs >= sleepLimitNs) {
        throw new RunEnded('stuck', 'it waits for an interrupt, and none that it has enabled comes');
      }
      clock.advanceTo(Math.min(dueNs, untilNs));
      onTime();
    }
    time.resume(this.cycles);
    watchdog.progress();
    if (stopped()) throw new RunEnded('stopped');
    this.afterAccess();
  }

  #stackGrew(): void {
    if (this.SPSEL !== 0) return; // a task's own stack, whose limits only the program knows
    this.lowestSp = this.registers[13] as number;
    const { stackFloor } = this.options.image;
    if (this.lowestSp >= stackFloor) return;
    throw new CpuFault(`the stack has grown to ${hexText(this.lowestSp)}, below its limit at ${hexText(stackFloor)}`);
  }
}

function isSpecial(opcode: number): boolean {
  return opcode === BRANCH_TO_SELF || opcode === WFI || opcode === WFE || changesPrimask(opcode);
}
