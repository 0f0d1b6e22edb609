import { RunEnded } from '../ended.ts';
import type { FirmwareExports } from './wasm.ts';

/** A register's word: its bus address, and its index among the memory's 32-bit words. */
export interface RegisterPlace {
  readonly address: number;
  readonly word: number;
}

/** The words of `kw_host_shared`, by their index in it. */
const SHARED = {
  budget: 0,
  stored: 1,
  handling: 2,
  statusOffset: 3,
  asserted: 4,
  idleTicksAllowed: 5,
  idleTicks: 6,
  blocksPerTick: 7,
  idleBlocks: 8,
} as const;

/** The firmware's linear memory: registers, the words shared with the simulator, the port's buffers. */
export class HostMemory {
  readonly bytes: Uint8Array;
  readonly #words: Uint32Array;
  readonly #shared: Int32Array;
  readonly #registers: number;
  readonly #regions: Uint32Array;

  constructor(exports: FirmwareExports) {
    this.bytes = new Uint8Array(exports.memory.buffer);
    this.#words = new Uint32Array(exports.memory.buffer);
    this.#shared = new Int32Array(exports.memory.buffer, exports.kw_host_shared.value);
    this.#registers = exports.kw_host_registers.value;
    const regions = exports.kw_host_regions.value >>> 2;
    this.#regions = this.#words.slice(regions, regions + 8);
  }

  /** Basic blocks that the firmware may still execute before it returns control; may be below 0. */
  get budget(): number {
    return this.#shared[SHARED.budget] as number;
  }

  set budget(blocks: number) {
    this.#shared[SHARED.budget] = blocks;
  }

  /** Offset of the register whose store was announced and has not reached the model yet; -1 for none. */
  get stored(): number {
    return (this.#shared[SHARED.stored] as number) - 1;
  }

  set stored(offset: number) {
    this.#shared[SHARED.stored] = offset + 1;
  }

  /** Whether the interrupt handler runs: its stores to registers then wait until {@link stored} is read. */
  get handling(): boolean {
    return this.#shared[SHARED.handling] !== 0;
  }

  set handling(active: boolean) {
    this.#shared[SHARED.handling] = active ? 1 : 0;
  }

  /** Offset of the timer's SR, whose loads are not announced while nothing is {@link stored}. */
  set statusOffset(offset: number) {
    this.#shared[SHARED.statusOffset] = offset;
  }

  /** Whether INTn is low; the firmware's port reads it without a call. */
  set asserted(low: boolean) {
    this.#shared[SHARED.asserted] = low ? 1 : 0;
  }

  /** Ticks that may pass without a call; each of them begins with a budget of `blocksPerTick` basic blocks. */
  allowIdleTicks(ticks: number, blocksPerTick: number): void {
    this.#shared[SHARED.idleTicksAllowed] = ticks;
    this.#shared[SHARED.blocksPerTick] = blocksPerTick;
  }

  /** No more ticks may pass without a call. */
  revokeIdleTicks(): void {
    this.#shared[SHARED.idleTicksAllowed] = 0;
  }

  /** Ticks that have passed without a call and are not counted yet. */
  get idleTicks(): number {
    return this.#shared[SHARED.idleTicks] as number;
  }

  /** The simulator has counted the idle ticks. Returns the basic blocks that were executed before the last of them. */
  takeIdleBlocks(): number {
    const blocks = this.#shared[SHARED.idleBlocks] as number;
    this.#shared[SHARED.idleTicks] = this.#shared[SHARED.idleBlocks] = 0;
    return blocks;
  }

  get blocksPerTick(): number {
    return this.#shared[SHARED.blocksPerTick] as number;
  }

  word(index: number): number {
    return this.#words[index] as number;
  }

  setWord(index: number, value: number): void {
    this.#words[index] = value;
  }

  /** The index in {@link bytes} of a buffer of the firmware; a buffer outside its memory is a trap. */
  buffer(address: number, length: number): number {
    const from = address >>> 0;
    if (from + length > this.bytes.length) throw new RunEnded('trap', 'a buffer outside memory was given to the port');
    return from;
  }

  /** Where in the register memory a bus address lies. */
  offsetOf(address: number): number {
    let from = 0;
    for (let i = 0; i < this.#regions.length; i += 2) {
      const [base = 0, bytes = 0] = this.#regions.subarray(i, i + 2);
      if (address >= base && address < base + bytes) return from + address - base;
      from += bytes;
    }
    throw new Error(`no register at bus address ${address}`);
  }

  /** The register `offset` bytes into the register memory. */
  place(offset: number): RegisterPlace {
    const aligned = offset & ~3;
    let from = 0;
    for (let i = 0; i < this.#regions.length; i += 2) {
      const [base = 0, bytes = 0] = this.#regions.subarray(i, i + 2);
      if (aligned < from + bytes) return { address: base + aligned - from, word: (this.#registers + aligned) >>> 2 };
      from += bytes;
    }
    throw new Error(`no register at offset ${offset}`);
  }
}
