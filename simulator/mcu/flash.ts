import type { LineName } from '../../contract/board.ts';
import type { Complaints } from './complaints.ts';
import { RegisterBlock, row } from './registers.ts';

type FlashRegister = 'ACR' | 'KEYR' | 'OPTKEYR' | 'SR' | 'CR' | 'AR' | 'OBR' | 'WRPR';

/** PM0075 3.1 and 3.4. */
const PRFTBE = 1 << 4;
const PRFTBS = 1 << 5;
const LOCK = 1 << 7;
const STRT = 1 << 6;
const PG = 1 << 0;
const KEYS = [0x4567_0123, 0xcdef_89ab] as const;

const TABLE = {
  ACR: row(0x00, 'rw', PRFTBE, 0x1f),
  KEYR: row(0x04, 'wo', 0, 0),
  OPTKEYR: row(0x08, 'wo', 0, 0),
  SR: row(0x0c, 'rc_w1', 0, 0x34),
  CR: row(0x10, 'rw', LOCK, 0x0000_1677),
  AR: row(0x14, 'wo', 0, 0xffff_ffff),
  OBR: row(0x1c, 'ro', 0x03ff_fffc, 0),
  WRPR: row(0x20, 'ro', 0xffff_ffff, 0),
} as const;

/** The flash's interface: wait states and prefetch. Not modelled: erasing and programming, half-cycle access. */
export class Flash extends RegisterBlock<FlashRegister> {
  #keys = 0;

  constructor(
    private readonly line: LineName,
    private readonly complaints: Complaints,
    private readonly onLatency: () => void,
  ) {
    super(line === 'F103' ? TABLE : { ...TABLE, ACR: row(0x00, 'rw', 0, 0x08) });
  }

  get latency(): number {
    return this.line === 'F103' ? this.values.ACR & 7 : 0;
  }

  protected override readRegister(name: FlashRegister): number {
    const value = super.readRegister(name);
    return name === 'ACR' && (value & PRFTBE) !== 0 ? value | PRFTBS : value;
  }

  protected override writeRegister(name: FlashRegister, word: number): void {
    if (name === 'KEYR') this.#key(word);
    else if (name === 'CR') this.#control(word);
    else this.store(name, word);
    if (name === 'ACR') this.onLatency();
  }

  /** The two keys in order; anything else locks until the next reset. */
  #key(word: number): void {
    this.#keys = word === KEYS[this.#keys] ? this.#keys + 1 : Infinity;
    if (this.#keys === KEYS.length) this.values.CR &= ~LOCK;
  }

  #control(word: number): void {
    if ((this.values.CR & LOCK) !== 0) {
      this.complaints.once('mcu/flash-locked', 'FLASH_CR is written while it is locked');
      return;
    }
    this.store('CR', word);
    if ((word & LOCK) !== 0) {
      this.values.CR |= LOCK;
      this.#keys = 0;
    }
    if ((word & (STRT | PG)) !== 0) {
      this.complaints.once('mcu/not-modelled', 'flash is erased or programmed, which is not modelled');
    }
  }
}
