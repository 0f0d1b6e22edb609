import type { Clock, Nanos } from '../../clock.ts';
import { hexText } from '../../words.ts';
import { RunEnded } from '../ended.ts';
import { SLICE_NS } from '../watchdog.ts';
import { BRANCH_TO_SELF, changesPrimask, WFE, WFI } from './core/opcodes.ts';
import type { CpuTime } from './cpu-time.ts';
import type { FirmwareImage } from './elf.ts';
import { ExceptionCore, type ExceptionCoreOptions } from './exceptions.ts';
import { OPERATIONS, type Operation, operationOf } from './fast-path/decode.ts';
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

/** Marks of a halfword of flash. */
const NEVER = 0;
const PLAIN = 1;
const SPECIAL = 2;

/** Flag beside the operation of an instruction that the engine inspects first; alone before the first execution. */
const INSPECT = 0x80;

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
  /** Per halfword of flash: the operation of its instruction, with {@link INSPECT} if the engine inspects it first. */
  readonly #operations: Uint8Array;

  constructor(protected override readonly options: ArmCpuOptions) {
    super(options);
    const { beforeInstruction, flash } = options;
    this.beforeInstruction = beforeInstruction;
    this.#code = new Uint16Array(flash.buffer, flash.byteOffset, flash.byteLength / 2);
    this.marks = new Uint8Array(this.#code.length);
    this.#operations = new Uint8Array(this.#code.length).fill(INSPECT);
  }

  /** Calls `action` each time before the instruction at `address` is executed. */
  watch(address: number, action: () => void): void {
    const index = (address - this.flashOrigin) >>> 1;
    this.#watches.set(index, [...(this.#watches.get(index) ?? []), action]);
    if (this.marks[index] === PLAIN) this.marks[index] = SPECIAL;
    this.#operations[index] = INSPECT | (this.#operations[index] as number);
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
    this.VTOR = this.flashOrigin; // the base class reads a vector there, which is not used
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
    const [code, operations, origin] = [this.#code, this.#operations, this.flashOrigin];
    let count = 0;
    while (this.cycles < this.#limitCycles) {
      if (this.interruptsUpdated) this.checkForInterrupts();
      const index = ((registers[15] as number) - origin) >>> 1;
      const operation = operations[index] ?? INSPECT;
      if (operation >= INSPECT) this.#executeSpecial();
      else (OPERATIONS[operation] as Operation)(this, code[index] as number);
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
      const operation = this.#operations[index] ?? INSPECT;
      if (operation >= INSPECT) this.#executeSpecial();
      else (OPERATIONS[operation] as Operation)(this, this.#code[index] as number);
      if ((this.registers[13] as number) < this.lowestSp) this.#stackGrew();
      this.instructions++;
    }
  }

  /** An instruction that is executed for the first time, is watched, or concerns the engine. */
  #executeSpecial(): void {
    const { address } = this;
    const index = (address - this.flashOrigin) >>> 1;
    const opcode = this.#code[index];
    if (opcode === undefined) throw new CpuFault(`it executes ${hexText(address)}, which is not flash`, address);
    const watches = this.#watches.get(index);
    if (this.marks[index] === NEVER) this.#decode(index, opcode, watches !== undefined || isSpecial(opcode));
    if (watches !== undefined) for (const watch of watches) watch();
    (OPERATIONS[(this.#operations[index] as number) & ~INSPECT] as Operation)(this, opcode);
    if (opcode === BRANCH_TO_SELF) this.#loopForEver();
    else if (opcode === WFI || opcode === WFE) this.#sleep();
    else this.#meterMasked();
  }

  #meterMasked(): void {
    if (this.PM) this.masked.start(this.cycles);
    else this.masked.stop(this.cycles);
    this.options.watchdog.interruptsMasked(this.PM);
  }

  #decode(index: number, opcode: number, isSpecial: boolean): void {
    this.marks[index] = isSpecial ? SPECIAL : PLAIN;
    const operation = operationOf(opcode, this.#code[index + 1] ?? 0);
    this.#operations[index] = isSpecial ? INSPECT | operation : operation;
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

function isSpecial(opcode: number): boolean {
  return opcode === BRANCH_TO_SELF || opcode === WFI || opcode === WFE || changesPrimask(opcode);
}
