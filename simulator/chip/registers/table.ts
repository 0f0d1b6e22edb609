/** How the host may use a register: read/write, read only, write 1 to clear, or a command that clears itself. */
export type ChipAccess = 'rw' | 'ro' | 'w1c' | 'command';

/** One register of a block. Registers wider than a byte are big-endian; `reset` is the value of the whole register. */
export interface ChipRegister {
  /** Within the block: W5500 block offset; W5200 address, for sockets less 0x4000 + n · 0x100. */
  readonly offset: number;
  readonly bytes: 1 | 2 | 4 | 6;
  readonly access: ChipAccess;
  readonly reset: number;
}

export type ChipRegisterTable = Readonly<Record<string, ChipRegister>>;

/** Codes per byte: SPI frames look them up for every byte, which must be fast. */
export const RESERVED = 0;
export const READ_WRITE = 1;
export const READ_ONLY = 2;
export const WRITE_1_TO_CLEAR = 3;
export const COMMAND = 4;

const CODE: Readonly<Record<ChipAccess, number>> = {
  rw: READ_WRITE,
  ro: READ_ONLY,
  w1c: WRITE_1_TO_CLEAR,
  command: COMMAND,
};

/** A register table as arrays of bytes, indexed by offset. */
export interface ChipRegisterBlock {
  /** Access code of each byte; {@link RESERVED} where the table has no register. */
  readonly access: Uint8Array;
  readonly reset: Uint8Array;
  /** Datasheet name per byte, for messages. */
  readonly names: readonly string[];
}

/** Throws if two rows overlap: that is a mistake in the table. */
export function blockOf(table: ChipRegisterTable): ChipRegisterBlock {
  const size = Math.max(...Object.values(table).map((row) => row.offset + row.bytes));
  const access = new Uint8Array(size);
  const reset = new Uint8Array(size);
  const names = new Array<string>(size).fill('reserved');
  for (const [name, row] of Object.entries(table)) {
    for (let index = 0; index < row.bytes; index++) {
      const at = row.offset + index;
      if (access[at] !== RESERVED) throw new Error(`registers ${names[at]} and ${name} overlap`);
      access[at] = CODE[row.access];
      reset[at] = Math.floor(row.reset / 256 ** (row.bytes - 1 - index)) & 0xff;
      names[at] = name;
    }
  }
  return { access, reset, names };
}
