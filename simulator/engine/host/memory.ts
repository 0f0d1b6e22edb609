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
  kept: 3,
  asserted: 4,
  granted: 5,
  dozed: 6,
  refill: 7,
  blocks: 8,
} as const;

/** The firmware's linear memory: registers, the words shared with the simulator, the buffers handed to the port. */
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

  /** Basic blocks that the firmware may still execute before it hands over control; may be below 0. */
  get budget(): number {
    return this.#shared[SHARED.budget] as number;
  }

  set budget(blocks: number) {
    this.#shared[SHARED.budget] = blocks;
  }

  /** Offset of the register whose store was announced and is not carried over yet; -1 for none. */
  get stored(): number {
    return (this.#shared[SHARED.stored] as number) - 1;
  }

  set stored(offset: number) {
    this.#shared[SHARED.stored] = offset + 1;
  }

  /** Whether the interrupt handler runs: what it stores to registers then waits for {@link stored} to be read. */
  get handling(): boolean {
    return this.#shared[SHARED.handling] !== 0;
  }

  set handling(active: boolean) {
    this.#shared[SHARED.handling] = active ? 1 : 0;
  }

  /** Offset of the one register whose loads are not announced while nothing is {@link stored}. */
  set kept(offset: number) {
    this.#shared[SHARED.kept] = offset;
  }

  /** Whether INTn is low; the firmware's port reads it without a call. */
  set asserted(low: boolean) {
    this.#shared[SHARED.asserted] = low ? 1 : 0;
  }

  /** Ticks that may pass without a call; each of them begins with `refill` basic blocks. */
  grant(ticks: number, refill: number): void {
    this.#shared[SHARED.granted] = ticks;
    this.#shared[SHARED.refill] = refill;
  }

  /** Takes back what was granted. */
  revoke(): void {
    this.#shared[SHARED.granted] = 0;
  }

  /** Ticks that have passed without a call since this was last 0. */
  get dozed(): number {
    return this.#shared[SHARED.dozed] as number;
  }

  /** Says that the simulator has caught up; gives the basic blocks that were executed before the last dozed tick. */
  caughtUp(): number {
    const blocks = this.#shared[SHARED.blocks] as number;
    this.#shared[SHARED.dozed] = this.#shared[SHARED.blocks] = 0;
    return blocks;
  }

  get refill(): number {
    return this.#shared[SHARED.refill] as number;
  }

  word(index: number): number {
    return this.#words[index] as number;
  }

  setWord(index: number, value: number): void {
    this.#words[index] = value;
  }

  /** The index in {@link bytes} of a buffer that the firmware named; a buffer outside its memory is a trap. */
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
