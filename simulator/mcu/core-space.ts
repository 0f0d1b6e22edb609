import { hexText } from '../words.ts';
import { BusFault } from './bus-fault.ts';
import {
  ACTLR,
  C_DEBUGEN,
  CFSR,
  CFSR_END,
  DHCSR,
  ICTR,
  IPR,
  MPU_TYPE,
  NVIC,
  NVIC_END,
  SCB,
  SCB_END,
  SHPR1,
  STIR,
  SYSTICK_END,
  SYSTICK_START,
} from './core-addresses.ts';
import type { Exceptions } from './exceptions.ts';
import type { SystemControl } from './system-control.ts';
import type { SysTick } from './systick.ts';
import type { Width } from './types.ts';

export interface CoreParts {
  readonly exceptions: Exceptions;
  readonly systick: SysTick;
  readonly control: SystemControl;
}

/** The registers of the core: SysTick, NVIC, SCB. Words only, but for priorities and CFSR. */
export class CoreSpace {
  #auxiliary = 0;

  constructor(
    private readonly parts: CoreParts,
    private readonly debuggerAttached = false,
  ) {}

  read(address: number, width: Width): number {
    const word = address & ~3;
    this.#checkWidth('read', address >>> 0, width);
    const value = this.#readWord(word >>> 0);
    const shift = (address & 3) * 8;
    return width === 4 ? value : (value >>> shift) & (width === 2 ? 0xffff : 0xff);
  }

  write(address: number, value: number, width: Width): void {
    this.#checkWidth('written', address, width);
    const word = (address & ~3) >>> 0;
    const shift = (address & 3) * 8;
    if (width === 4) this.#writeWord(word, value);
    else {
      const lanes = (width === 2 ? 0xffff : 0xff) << shift;
      const kept = word >= CFSR && word < CFSR_END ? 0 : this.#readWord(word);
      this.#writeWord(word, ((kept & ~lanes) | ((value << shift) & lanes)) >>> 0);
    }
  }

  #checkWidth(what: 'read' | 'written', address: number, width: Width): void {
    const divisible = (address >= IPR && address < NVIC_END) || (address >= SHPR1 && address < CFSR_END);
    if (width === 4 || divisible) return;
    throw new BusFault(`${hexText(address)}, a register of the core, is ${what} with ${width * 8} bits: it takes 32`);
  }

  #readWord(address: number): number {
    const { exceptions, systick, control } = this.parts;
    if (address >= NVIC && address < NVIC_END) return exceptions.nvic.read(this.#nvicOffset(address));
    if (address >= SYSTICK_START && address < SYSTICK_END) return systick.read(address - SYSTICK_START);
    if (address >= SCB && address < SCB_END) return control.read(address - SCB);
    if (address === ICTR) return Math.ceil(exceptions.nvic.lines.length / 32) - 1;
    if (address === ACTLR) return this.#auxiliary;
    if (address === MPU_TYPE) return 0; // there is none
    if (address === DHCSR) return this.debuggerAttached ? C_DEBUGEN : 0;
    if (address === STIR) return 0;
    throw reserved(address);
  }

  #writeWord(address: number, value: number): void {
    const { exceptions, systick, control } = this.parts;
    if (address >= NVIC && address < NVIC_END) {
      exceptions.nvic.write(this.#nvicOffset(address), value);
      exceptions.changed();
    } else if (address >= SYSTICK_START && address < SYSTICK_END) systick.write(address - SYSTICK_START, value);
    else if (address >= SCB && address < SCB_END) control.write(address - SCB, value);
    else if (address === STIR) this.#trigger(value & 0x1ff);
    else if (address === ACTLR) this.#auxiliary = value & 7;
    else throw reserved(address);
  }

  #nvicOffset(address: number): number {
    if (!this.parts.exceptions.nvic.has(address - NVIC)) throw reserved(address);
    return address - NVIC;
  }

  /** STIR makes a line pending. */
  #trigger(irq: number): void {
    const { exceptions } = this.parts;
    const line = exceptions.nvic.lines[irq];
    if (line === undefined) throw new BusFault(`STIR is written with ${irq}, a line that the part does not have`);
    line.pending = true;
    exceptions.changed();
  }
}

function reserved(address: number): BusFault {
  return new BusFault(`${hexText(address)} is reserved, or a register of the core that is not modelled`);
}
