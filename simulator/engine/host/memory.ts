import type { Block } from '../mcu/mcu.ts';
import { Ended } from './ended.ts';
import type { FirmwareExports } from './wasm.ts';

/** A register word as the hooks name it: its block, its offset there, and its index among all 32-bit words. */
export interface RegisterPlace {
  readonly block: Block;
  readonly offset: number;
  readonly word: number;
}

/** The firmware's linear memory: registers, the budget of basic blocks, and the buffers it hands to its port. */
export class HostMemory {
  readonly bytes: Uint8Array;
  readonly #words: Uint32Array;
  readonly #budget: number;
  readonly #registers: number;
  readonly #timInstance: number;
  readonly #places = new Map<number, RegisterPlace | null>();
  readonly #blocks: readonly { readonly block: Block; readonly from: number; readonly bytes: number }[];

  /** `timInstance` counts from TIM2 = 0. */
  constructor(exports: FirmwareExports, timInstance: number) {
    this.bytes = new Uint8Array(exports.memory.buffer);
    this.#words = new Uint32Array(exports.memory.buffer);
    this.#budget = exports.kw_host_budget.value >>> 2;
    this.#registers = exports.kw_host_registers.value;
    this.#timInstance = timInstance;
    this.#blocks = this.#layout(exports.kw_host_layout.value >>> 2);
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

  /** What lies `offset` bytes into the register memory; null where no side effect is modelled. */
  place(offset: number): RegisterPlace | null {
    const known = this.#places.get(offset);
    if (known !== undefined) return known;
    const block = this.#blocks.find(({ from, bytes }) => offset >= from && offset < from + bytes);
    const place =
      block === undefined
        ? null
        : { block: block.block, offset: (offset - block.from) & ~3, word: (this.#registers + offset) >>> 2 };
    this.#places.set(offset, place);
    return place;
  }

  /** Reads kw_host_layout: offsets of TIM2, RCC, SCB and NVIC, and the size of all but the last. */
  #layout(at: number): readonly { readonly block: Block; readonly from: number; readonly bytes: number }[] {
    const [tim, bytes, rcc, scb, nvic] = this.#words.subarray(at, at + 5) as unknown as [
      number,
      number,
      number,
      number,
      number,
    ];
    return [
      { block: 'tim', from: tim + this.#timInstance * bytes, bytes },
      { block: 'rcc', from: rcc, bytes },
      { block: 'scb', from: scb, bytes },
      { block: 'nvic', from: nvic, bytes: 0x400 },
    ];
  }
}
