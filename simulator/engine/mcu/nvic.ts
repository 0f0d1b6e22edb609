import { InterruptLine } from './interrupt-line.ts';

/** Bank offsets from 0xE000E100 (ARMv7-M B3.4), one word for 32 lines. */
const ISER = 0x000;
const ICER = 0x080;
const ISPR = 0x100;
const ICPR = 0x180;
const BANK_BYTES = 0x20;

/** The NVIC's registers, with one line that is alive: the tick's. The others are remembered and never raised. */
export class Nvic {
  readonly line = new InterruptLine();
  readonly #words = new Map<number, number>();

  constructor(private readonly irqNumber: number) {}

  read(offset: number): number {
    const bank = offset & ~(BANK_BYTES - 1);
    if (bank === ICER) return this.#word(offset - ICER);
    if (bank === ISPR || bank === ICPR) return this.line.pending ? this.#ownBit(offset - bank) : 0;
    return this.#word(offset);
  }

  write(offset: number, value: number): void {
    const bank = offset & ~(BANK_BYTES - 1);
    const index = offset - bank;
    const own = (value & this.#ownBit(index)) !== 0;
    switch (bank) {
      case ISER: // in every bank a 1 acts and a 0 has no effect
        this.#words.set(index, (this.#word(index) | value) >>> 0);
        if (own) this.line.enabled = true;
        return;
      case ICER:
        this.#words.set(index, (this.#word(index) & ~value) >>> 0);
        if (own) this.line.enabled = false;
        return;
      case ISPR:
        if (own) this.line.pending = true;
        return;
      case ICPR:
        if (own) this.line.clearPending();
        return;
      default:
        this.#words.set(offset, value);
    }
  }

  #word(offset: number): number {
    return this.#words.get(offset) ?? 0;
  }

  /** The line's bit in the word at byte `index` of a bank. */
  #ownBit(index: number): number {
    return this.irqNumber >>> 5 === index >>> 2 ? (1 << (this.irqNumber & 31)) >>> 0 : 0;
  }
}
