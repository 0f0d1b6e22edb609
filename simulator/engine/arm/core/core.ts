import { CpuFault } from '../fault.ts';

/** What leaving a handler returns to (ARMv7-M B1.5.8): bits of the value in LR. */
const EXC_RETURN = 0xffff_fff0 | 0;
const TO_THREAD = 8;
const TO_PROCESS_STACK = 4;
/** xPSR: the T bit, and that four bytes were left out above the frame (B1.5.7). */
const THUMB_STATE = 1 << 24;
const REALIGNED = 1 << 9;
const FRAME_BYTES = 0x20;
/** The registers of a frame, before xPSR. */
const SAVED = [0, 1, 2, 3, 12, 14, 15] as const;
/** Addresses from here on are no code: a branch there leaves a handler (B1.5.8). */
const EXCEPTION_RETURNS = 0xf000_0000 | 0;

/**
 * Registers, flags and stacks of an ARMv7-M core, and what its instructions do to them. The instructions themselves are in
 * the folders beside this file; a subclass gives it memory and exceptions. Sections are those of the ARMv7-M Architecture
 * Reference Manual.
 */
export abstract class Core {
  /** R0 to R12, the stack pointer in use, LR, and the address of the next instruction. */
  readonly registers = new Int32Array(16);
  N = false;
  Z = false;
  C = false;
  V = false;
  /** Sticky saturation. */
  Q = false;
  /** ITSTATE (A7.3.2): 0 outside an IT block. */
  it = 0;
  /** PRIMASK: interrupts are off. */
  PM = false;
  FM = false;
  /** BASEPRI, as written: 0 masks nothing. */
  basePriority = 0;
  /** CONTROL: thread mode is unprivileged; the process stack is in use. */
  nPRIV = false;
  SPSEL: 0 | 1 = 0;
  IPSR = 0;
  /** Cycles of the core's clock since it began. */
  cycles = 0;
  /** WFI or WFE was executed. */
  waiting = false;
  /** For WFE. */
  eventRegistered = false;
  pendingSVCall = false;
  /** Something happened that may make an exception due. */
  interruptsUpdated = false;
  /** The carry of the last shifted or expanded operand (A7.4.2). */
  shifterCarry = false;
  /** Whether LDREX has marked an address (A3.4). */
  exclusive = false;
  /** The stack pointer that is not in use. */
  #bankedSp = 0;

  abstract readUint8(address: number): number;
  abstract readUint16(address: number): number;
  abstract readUint32(address: number): number;
  abstract writeUint8(address: number, value: number): void;
  abstract writeUint16(address: number, value: number): void;
  abstract writeUint32(address: number, value: number): void;

  /** Whether code runs in a handler. */
  get inHandler(): boolean {
    return this.IPSR !== 0;
  }

  /** A word at any address: words need not be aligned, but it takes longer (A3.2.1). */
  readWord(address: number): number {
    if ((address & 3) === 0) return this.readUint32(address >>> 0);
    this.cycles += 1;
    const [low, high] = [this.readHalfword(address), this.readHalfword(address + 2)];
    return low | (high << 16);
  }

  readHalfword(address: number): number {
    if ((address & 1) === 0) return this.readUint16(address >>> 0);
    this.cycles += 1;
    return this.readUint8(address >>> 0) | (this.readUint8((address + 1) >>> 0) << 8);
  }

  writeWord(address: number, value: number): void {
    if ((address & 3) === 0) {
      this.writeUint32(address >>> 0, value);
      return;
    }
    this.cycles += 1;
    this.writeHalfword(address, value & 0xffff);
    this.writeHalfword(address + 2, value >>> 16);
  }

  writeHalfword(address: number, value: number): void {
    if ((address & 1) === 0) {
      this.writeUint16(address >>> 0, value);
      return;
    }
    this.cycles += 1;
    this.writeUint8(address >>> 0, value & 0xff);
    this.writeUint8((address + 1) >>> 0, (value >> 8) & 0xff);
  }

  setNZ(result: number): void {
    this.N = result < 0;
    this.Z = result === 0;
  }

  /** AddWithCarry (A2.2.1), with all four flags. */
  addWithCarry(a: number, b: number, carry: number): number {
    const result = (a + b + carry) | 0;
    this.N = result < 0;
    this.Z = result === 0;
    this.C = (a >>> 0) + (b >>> 0) + carry > 0xffff_ffff;
    this.V = ((a ^ result) & (b ^ result)) < 0;
    return result;
  }

  /** BX and all that loads the PC (A2.3.1): the target's bit 0 says that it is Thumb code. */
  branchExchange(target: number): void {
    if (this.inHandler && target >= EXCEPTION_RETURNS && target < 0) {
      this.exceptionReturn(target);
      return;
    }
    if ((target & 1) === 0) throw new CpuFault('it branches to an address whose bit 0 is not set: no Thumb code');
    this.registers[15] = target & ~1;
  }

  /** CONTROL as MRS reads it. */
  get control(): number {
    return (this.nPRIV ? 1 : 0) | (this.SPSEL << 1);
  }

  /** In a handler SPSEL cannot be written (B1.4.4). */
  set control(value: number) {
    this.nPRIV = (value & 1) !== 0;
    if (!this.inHandler) this.selectStack(((value >> 1) & 1) as 0 | 1);
  }

  selectStack(stack: 0 | 1): void {
    if (stack === this.SPSEL) return;
    const sp = this.registers[13] as number;
    this.registers[13] = this.#bankedSp;
    this.#bankedSp = sp;
    this.SPSEL = stack;
  }

  /** MSP or PSP, whichever is in use. */
  stackPointer(stack: 0 | 1): number {
    return stack === this.SPSEL ? (this.registers[13] as number) : this.#bankedSp;
  }

  setStackPointer(stack: 0 | 1, value: number): void {
    if (stack === this.SPSEL) this.registers[13] = value & ~3;
    else this.#bankedSp = value & ~3;
  }

  /** N, Z, C, V and Q in their bits of APSR. */
  get flags(): number {
    const { N, Z, C, V, Q } = this;
    return (N ? 1 << 31 : 0) | (Z ? 1 << 30 : 0) | (C ? 1 << 29 : 0) | (V ? 1 << 28 : 0) | (Q ? 1 << 27 : 0) | 0;
  }

  set flags(value: number) {
    this.N = (value & (1 << 31)) !== 0;
    this.Z = (value & (1 << 30)) !== 0;
    this.C = (value & (1 << 29)) !== 0;
    this.V = (value & (1 << 28)) !== 0;
    this.Q = (value & (1 << 27)) !== 0;
  }

  /** PushStack and ExceptionTaken (B1.5.6), without the vector: the subclass branches. */
  exceptionEntry(exception: number): void {
    const { registers } = this;
    const sp = registers[13] as number;
    const frame = (sp - FRAME_BYTES) & ~7;
    const realigned = (sp & 4) !== 0 ? REALIGNED : 0;
    const excReturn = EXC_RETURN | 1 | (this.inHandler ? 0 : TO_THREAD | (this.SPSEL === 1 ? TO_PROCESS_STACK : 0));
    for (let index = 0; index < SAVED.length; index++) {
      this.writeUint32((frame + 4 * index) >>> 0, registers[SAVED[index] as number] as number);
    }
    this.writeUint32((frame + 28) >>> 0, this.flags | THUMB_STATE | realigned | this.itBits | this.IPSR);
    registers[13] = frame;
    registers[14] = excReturn;
    this.IPSR = exception;
    this.selectStack(0);
    this.it = 0;
    this.exclusive = false;
    this.eventRegistered = true;
  }

  /** ExceptionReturn and PopStack (B1.5.8). @throws {CpuFault} for a value that returns nowhere. */
  exceptionReturn(excReturn: number): void {
    const isToThread = (excReturn & TO_THREAD) !== 0;
    const isToProcess = (excReturn & TO_PROCESS_STACK) !== 0;
    if ((excReturn & 0xffff_fff0) !== EXC_RETURN || (isToProcess && !isToThread) || (excReturn & 3) !== 1) {
      throw new CpuFault(`it returns from a handler to 0x${(excReturn >>> 0).toString(16)}, which is no EXC_RETURN`);
    }
    this.IPSR = 0; // thread mode, so that the stack can be chosen
    this.selectStack(isToProcess ? 1 : 0);
    const { registers } = this;
    const frame = registers[13] as number;
    for (let index = 0; index < SAVED.length; index++) {
      registers[SAVED[index] as number] = this.readUint32((frame + 4 * index) >>> 0);
    }
    registers[15] = (registers[15] as number) & ~1;
    const xpsr = this.readUint32((frame + 28) >>> 0) | 0;
    registers[13] = (frame + FRAME_BYTES) | ((xpsr & REALIGNED) !== 0 ? 4 : 0);
    this.flags = xpsr;
    this.itBits = xpsr;
    this.IPSR = xpsr & 0x1ff;
    this.FM = false;
    this.exclusive = false;
    this.eventRegistered = true;
  }

  /** ITSTATE in its bits of EPSR: [7:2] in 15 to 10, [1:0] in 26 and 25. */
  private get itBits(): number {
    return ((this.it & 0xfc) << 8) | ((this.it & 3) << 25);
  }

  private set itBits(xpsr: number) {
    this.it = ((xpsr >> 8) & 0xfc) | ((xpsr >> 25) & 3);
  }
}

/** Executes one instruction: results, flags, cycles, and the address of the next one. */
export type Operation = (core: Core) => void;

/** Where an instruction lies, and whether an IT block holds it: those of 16 bits set no flags there (A7.3.2). */
export interface CodePlace {
  readonly at: number;
  readonly inIt: boolean;
}
