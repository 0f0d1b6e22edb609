import { InterruptLine } from './interrupt-line.ts';

/** Bank offsets from 0xE000E100 (ARMv7-M B3.4), one word for 32 lines; from IPR on one byte a line. */
const ISER = 0x000;
const ICER = 0x080;
const ISPR = 0x100;
const ICPR = 0x180;
const IABR = 0x200;
const IPR = 0x300;
const IPR_END = 0x3f0;
const BANK_BYTES = 0x20;
/** Four bits of priority, RM0008 10.1. */
const PRIORITY_MASK = 0xf0;

/** The NVIC's registers and its lines. Registers of lines that do not exist read 0 and ignore writes. */
export class Nvic {
  readonly lines: readonly InterruptLine[];
  /** Priorities by line. */
  readonly priorities: Uint8Array;
  /** Numbers of the lines that are enabled, ascending: few of many. */
  enabled: readonly number[] = [];

  constructor(irqCount: number) {
    this.lines = Array.from({ length: irqCount }, () => new InterruptLine());
    this.priorities = new Uint8Array(irqCount);
  }

  has(offset: number): boolean {
    return offset >= IPR ? offset < IPR_END : offset < IABR + BANK_BYTES && (offset & 0x7f) < BANK_BYTES;
  }

  read(offset: number): number {
    if (offset >= IPR) {
      const word = [3, 2, 1, 0].reduce((sum, i) => sum * 0x100 + (this.priorities[offset - IPR + i] ?? 0), 0);
      return word;
    }
    const bank = offset & ~(BANK_BYTES - 1);
    if (bank === ISER || bank === ICER) return this.#gather(offset - bank, (line) => line.enabled);
    if (bank === ISPR || bank === ICPR) return this.#gather(offset - bank, (line) => line.pending);
    return bank === IABR ? this.#gather(offset - bank, (line) => line.active) : 0;
  }

  write(offset: number, value: number): void {
    if (offset >= IPR) {
      for (let i = 0; i < 4; i++) this.setPriority(offset - IPR + i, (value >>> (8 * i)) & 0xff);
      return;
    }
    const bank = offset & ~(BANK_BYTES - 1);
    const first = (offset - bank) * 8;
    for (let rest = value >>> 0, irq = first; rest !== 0; rest >>>= 1, irq++) {
      const line = this.lines[irq];
      if ((rest & 1) !== 0 && line !== undefined) act(bank, line); // in every bank a 1 acts and a 0 has no effect
    }
    if (bank === ISER || bank === ICER) this.enabled = [...this.lines.keys()].filter((irq) => this.lines[irq]?.enabled);
  }

  setPriority(irq: number, priority: number): void {
    if (irq < this.priorities.length) this.priorities[irq] = priority & PRIORITY_MASK;
  }

  #gather(index: number, is: (line: InterruptLine) => boolean): number {
    let word = 0;
    for (let bit = 0; bit < 32; bit++) {
      const line = this.lines[index * 8 + bit];
      if (line !== undefined && is(line)) word |= 1 << bit;
    }
    return word >>> 0;
  }
}

function act(bank: number, line: InterruptLine): void {
  switch (bank) {
    case ISER:
      line.enabled = true;
      return;
    case ICER:
      line.enabled = false;
      return;
    case ISPR:
      line.pending = true;
      return;
    case ICPR:
      line.clearPending();
      return;
    default: // IABR cannot be written
  }
}
