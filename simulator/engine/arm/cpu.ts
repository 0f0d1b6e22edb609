import type { Clock, Nanos } from '../../clock.ts';
import { hexText } from '../../words.ts';
import { RunEnded } from '../ended.ts';
import { SLICE_NS } from '../watchdog.ts';
import type { Operation } from './core/core.ts';
import { decode, decodeInIt } from './core/decode.ts';
import { BRANCH_TO_SELF, changesPrimask, WFE, WFI } from './core/opcodes.ts';
import type { CpuTime } from './cpu-time.ts';
import type { FirmwareImage } from './elf.ts';
import { ExceptionCore, type ExceptionCoreOptions } from './exceptions.ts';
import { CpuFault } from './fault.ts';
import { exceptionName } from './interrupts.ts';
import { Meter } from './meter.ts';

export interface ArmCpuOptions extends ExceptionCoreOptions {
  readonly image: FirmwareImage;
  readonly clock: Clock;
  readonly time: CpuTime;
  readonly untilNs: Nanos;
  readonly stopped: () => boolean;
  /** A sleep that lasts as long as this ends the run. */
  readonly sleepLimitNs: Nanos;
  /** Called after time has advanced: events may have changed levels of the part's pins. */
  readonly onTime: () => void;
  /** Called before each instruction outside handlers; returns true when it made the tick due. */
  readonly beforeInstruction: ((pc: number) => boolean) | undefined;
}

/** The CPU with time, sleep and the strictness of the board. {@link run} ends by throwing. */
export class ArmCpu extends ExceptionCore {
  instructions = 0;
  idleWaits = 0;
  /** As in the options; undefined once it is no longer needed. */
  beforeInstruction: ArmCpuOptions['beforeInstruction'];
  readonly masked = new Meter();
  /** Per halfword of flash: 0 where no instruction was executed. */
  readonly marks: Uint8Array;
  stackTop = 0;
  lowestSp = 0;
  #limitCycles = 0;
  readonly #watches = new Map<number, (() => void)[]>();
  readonly #code: Uint16Array;
  /** Per halfword of flash: the operation of its instruction; {@link #first} before the first execution. */
  readonly #operations: Operation[];
  /** The same of instructions in IT blocks. */
  readonly #inIt: Operation[];
  readonly #first: Operation = () => this.#executeFirst(this.#operations, false);
  readonly #firstInIt: Operation = () => this.#executeFirst(this.#inIt, true);

  constructor(protected override readonly options: ArmCpuOptions) {
    super(options);
    const { beforeInstruction, flash } = options;
    this.beforeInstruction = beforeInstruction;
    this.#code = new Uint16Array(flash.buffer, flash.byteOffset, flash.byteLength / 2);
    this.marks = new Uint8Array(this.#code.length);
    this.#operations = new Array<Operation>(this.#code.length).fill(this.#first);
    this.#inIt = new Array<Operation>(this.#code.length).fill(this.#firstInIt);
  }

  /** Calls `action` each time before the instruction at `address` is executed. */
  watch(address: number, action: () => void): void {
    const index = (address - this.flashOrigin) >>> 1;
    this.#watches.set(index, [...(this.#watches.get(index) ?? []), action]);
    this.#operations[index] = this.#first;
    this.#inIt[index] = this.#firstInIt;
  }

  /** Runs from power-on. @throws {RunEnded} at the end, and {@link CpuFault} for what the board does not allow. */
  run(): never {
    const { clock, onTime, time, untilNs, watchdog } = this.options;
    this.#powerOn();
    for (;;) {
      this.#setLimit();
      if (this.beforeInstruction === undefined) this.#execute();
      else this.#executeStepwise();
      time.advance(this.cycles);
      onTime();
      this.interruptsUpdated = true;
      if (clock.nowNs >= untilNs) throw new RunEnded('time');
      watchdog.look(this.active.length > 0);
    }
  }

  protected override beforeAccess(): void {
    this.options.time.advance(this.cycles);
  }

  protected override afterAccess(): void {
    this.interruptsUpdated = true;
    this.#setLimit();
  }

  #powerOn(): void {
    // A boot loader in front of the firmware starts it by its own vectors.
    const [sp, reset] = [this.readUint32(this.flashOrigin), this.readUint32(this.flashOrigin + 4)];
    if ((reset & 1) === 0) throw new CpuFault(`the reset vector, ${hexText(reset)}, is no Thumb code`);
    this.registers[13] = this.lowestSp = this.stackTop = sp;
    this.registers[15] = reset & ~1;
    this.registers[14] = 0xffff_ffff;
  }

  #setLimit(): void {
    const { clock, time, untilNs } = this.options;
    const dueNs = Math.min(clock.nextDueNs, clock.nowNs + SLICE_NS, untilNs);
    this.#limitCycles = Math.max(this.cycles + 1, time.cyclesAt(dueNs));
  }

  #execute(): void {
    const { registers } = this;
    const [operations, inIt, origin] = [this.#operations, this.#inIt, this.flashOrigin];
    let count = 0;
    while (this.cycles < this.#limitCycles) {
      if (this.interruptsUpdated) this.checkForInterrupts();
      const index = ((registers[15] as number) - origin) >>> 1;
      ((this.it === 0 ? operations : inIt)[index] ?? this.#first)(this);
      if ((registers[13] as number) < this.lowestSp) this.#stackGrew();
      count++;
    }
    this.instructions += count;
  }

  #executeStepwise(): void {
    while (this.beforeInstruction !== undefined && this.cycles < this.#limitCycles) {
      if (this.active.length === 0 && this.beforeInstruction(this.address)) this.afterAccess();
      if (this.interruptsUpdated) this.checkForInterrupts();
      const index = (this.address - this.flashOrigin) >>> 1;
      ((this.it === 0 ? this.#operations : this.#inIt)[index] ?? this.#first)(this);
      if ((this.registers[13] as number) < this.lowestSp) this.#stackGrew();
      this.instructions++;
    }
  }

  /** An instruction that is executed for the first time; its operation is kept. */
  #executeFirst(operations: Operation[], inIt: boolean): void {
    const index = this.#fetched();
    const at = this.address;
    const [first, second] = [this.#code[index] as number, this.#code[index + 1] ?? 0];
    const decoded = inIt ? decodeInIt(first, second, at) : decode(first, second, { at, inIt });
    const operation = this.#inspected(index, first, decoded);
    operations[index] = operation;
    operation(this);
  }

  /** The halfword of flash that is executed next. @throws {CpuFault} elsewhere. */
  #fetched(): number {
    const { address } = this;
    const index = (address - this.flashOrigin) >>> 1;
    if (index >= this.#code.length) {
      throw new CpuFault(`it executes ${hexText(address)}, which is not flash`, address);
    }
    this.marks[index] = 1;
    return index;
  }

  /** The operation, with what the engine does before and after it. */
  #inspected(index: number, opcode: number, operation: Operation): Operation {
    const watches = this.#watches.get(index);
    const after = this.#after(opcode);
    if (watches === undefined && after === undefined) return operation;
    return (core) => {
      if (watches !== undefined) for (const watch of watches) watch();
      operation(core);
      after?.();
    };
  }

  #after(opcode: number): (() => void) | undefined {
    if (opcode === BRANCH_TO_SELF) return () => this.#loopForEver();
    if (opcode === WFI || opcode === WFE) return () => this.#sleep();
    return changesPrimask(opcode) ? () => this.#meterMasked() : undefined;
  }

  #meterMasked(): void {
    if (this.PM) this.masked.start(this.cycles);
    else this.masked.stop(this.cycles);
    this.options.watchdog.interruptsMasked(this.PM);
  }

  /** `b .`: only an interrupt can end it, so time jumps. */
  #loopForEver(): void {
    const exception = this.active.at(-1);
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
    while (nvic.pending(this.runningPriority) === 0) {
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
