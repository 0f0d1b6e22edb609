/** How software can access the bits of a register that are not reserved; the manuals' abbreviations. */
export type Access = 'rw' | 'ro' | 'wo' | 'rc_w0' | 'rc_w1';

export interface RegisterRow {
  readonly offset: number;
  readonly access: Access;
  readonly reset: number;
  /** Bits that a write can change; all others keep their value. */
  readonly mask: number;
}

/** Null where a part does not have the register. */
export type RegisterTable<Name extends string> = Readonly<Record<Name, RegisterRow | null>>;

export function row(offset: number, access: Access, reset: number, mask: number): RegisterRow {
  return { offset, access, reset, mask };
}

/** A peripheral as the bus sees it: whole words at offsets that are multiples of 4. */
export interface Block {
  /** Whether there is a register; all else is reserved. */
  has(offset: number): boolean;
  read(offset: number): number;
  write(offset: number, word: number): void;
  /** The word to be written for a write to some of its bytes. */
  merge(offset: number, value: number, lanes: number): number;
  /** Whether writes to a register have no effect at all. */
  readOnly(offset: number): boolean;
  /** Every register as after power-on. */
  reset(): void;
}

/** Of the 1 KiB that a peripheral has. */
const BLOCK_WORDS = 0x100;

/** A peripheral's registers, described by their table. Subclasses implement the effects of some of them. */
export abstract class RegisterBlock<Name extends string> implements Block {
  protected readonly values: Record<Name, number>;
  readonly #rows: Record<Name, RegisterRow>;
  /** By offset / 4, without holes. */
  readonly #names: (Name | undefined)[];

  constructor(table: RegisterTable<Name>) {
    this.values = {} as Record<Name, number>;
    this.#rows = {} as Record<Name, RegisterRow>;
    this.#names = new Array<Name | undefined>(BLOCK_WORDS).fill(undefined);
    for (const [name, known] of Object.entries(table) as [Name, RegisterRow | null][]) {
      this.values[name] = known?.reset ?? 0;
      this.#rows[name] = known ?? row(0, 'ro', 0, 0);
      if (known !== null) this.#names[known.offset >>> 2] = name;
    }
  }

  has(offset: number): boolean {
    return this.#names[offset >>> 2] !== undefined;
  }

  read(offset: number): number {
    return this.readRegister(this.#nameOf(offset)) >>> 0;
  }

  write(offset: number, word: number): void {
    this.writeRegister(this.#nameOf(offset), word >>> 0);
  }

  merge(offset: number, value: number, lanes: number): number {
    const name = this.#nameOf(offset);
    const { access } = this.#rows[name];
    const neutral = access === 'rw' ? this.values[name] : access === 'rc_w0' ? 0xffff_ffff : 0;
    return ((neutral & ~lanes) | (value & lanes)) >>> 0;
  }

  readOnly(offset: number): boolean {
    return this.#rows[this.#nameOf(offset)].access === 'ro';
  }

  reset(): void {
    for (const name of Object.keys(this.#rows) as Name[]) this.values[name] = this.#rows[name].reset;
  }

  protected readRegister(name: Name): number {
    return this.#rows[name].access === 'wo' ? 0 : this.values[name];
  }

  protected writeRegister(name: Name, word: number): void {
    this.store(name, word);
  }

  /** The value of the register after a write, by its access. */
  protected store(name: Name, word: number): void {
    const { access, mask } = this.#rows[name];
    const old = this.values[name];
    switch (access) {
      case 'rw':
      case 'wo':
        this.values[name] = ((old & ~mask) | (word & mask)) >>> 0;
        return;
      case 'rc_w0':
        this.values[name] = (old & (word | ~mask)) >>> 0;
        return;
      case 'rc_w1':
        this.values[name] = (old & ~(word & mask)) >>> 0;
        return;
      case 'ro':
        return;
      default:
        access satisfies never;
    }
  }

  #nameOf(offset: number): Name {
    const name = this.#names[offset >>> 2];
    if (name === undefined) throw new RangeError(`no register at offset ${offset}`);
    return name;
  }
}
