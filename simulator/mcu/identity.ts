import type { Stm32F1Part } from './part.ts';

/** RM0008 30.1 and 31.6.1. */
const FLASH_SIZE = 0x1fff_f7e0;
const UNIQUE_ID = 0x1fff_f7e8;
const DBGMCU_IDCODE = 0xe004_2000;
const DBGMCU_CR = 0xe004_2004;

const KIB = 1024;
/** DEV_ID by line and density, and a revision; RM0008 31.6.1 and RM0041 25.6.1. */
const DEVICE = {
  F103: { LD: 0x412, MD: 0x410, HD: 0x414 },
  F100: { LD: 0x420, MD: 0x420, HD: 0x428 },
} as const;
const REVISION = {
  F103: { LD: 0x1000, MD: 0x2003, HD: 0x1003 },
  F100: { LD: 0x1001, MD: 0x1001, HD: 0x1000 },
} as const;

/** The identity of the part: flash size, unique number, device code. Each word by its address. */
export class Identity {
  readonly #words: ReadonlyMap<number, number>;
  #debug = 0;

  constructor({ line, density, flash }: Stm32F1Part) {
    this.#words = new Map([
      [FLASH_SIZE, (0xffff_0000 | (flash.bytes / KIB)) >>> 0],
      [UNIQUE_ID, 0x0030_0021],
      [UNIQUE_ID + 4, 0x3431_470b],
      [UNIQUE_ID + 8, 0x3530_3132],
      [DBGMCU_IDCODE, ((REVISION[line][density] << 16) | DEVICE[line][density]) >>> 0],
    ]);
  }

  /** The word at an address; undefined if there is none. */
  read(address: number): number | undefined {
    return address === DBGMCU_CR ? this.#debug : this.#words.get(address);
  }

  /** Whether the word there can be written: only DBGMCU_CR, which has no effect without a debugger. */
  write(address: number, word: number): boolean {
    if (address === DBGMCU_CR) this.#debug = word;
    return address === DBGMCU_CR;
  }
}
