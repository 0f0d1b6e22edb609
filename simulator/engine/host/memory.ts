import { Ended } from './ended.ts';
import type { FirmwareExports } from './wasm.ts';

/** A register's word: its bus address, and its index among the memory's 32-bit words. */
export interface RegisterPlace {
  readonly address: number;
  readonly word: number;
}

/** The firmware's linear memory: registers, the budget of basic blocks, and the buffers it hands to its port. */
export class HostMemory {
  readonly bytes: Uint8Array;
  readonly #words: Uint32Array;
  readonly #budget: number;
  readonly #registers: number;
  readonly #regions: Uint32Array;

  constructor(exports: FirmwareExports) {
    this.bytes = new Uint8Array(exports.memory.buffer);
    this.#words = new Uint32Array(exports.memory.buffer);
    this.#budget = exports.kw_host_budget.value >>> 2;
    this.#registers = exports.kw_host_registers.value;
    const regions = exports.kw_host_regions.value >>> 2;
    this.#regions = this.#words.slice(regions, regions + 8);
  }

  /** Basic blocks that the firmware may still execute before it hands over control; may be below 0. */
  get budget(): number {
    return (this.#words[this.#budget] as number) | 0;
  }

  set budget(blocks: number) {
    this.#words[this.#budget] = blocks;
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
    if (from + length > this.bytes.length) throw new Ended('trap', 'a buffer outside memory was given to the port');
    return from;
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
