import { ElfError, type ElfSection, textAt } from './elf-headers.ts';

/** A function of the program, or a piece of code that has a name. */
export interface CodeSymbol {
  readonly name: string;
  /** Of its first instruction, bit 0 clear. */
  readonly address: number;
  /** 0 where the file does not say, as for hand-written assembly. */
  readonly bytes: number;
}

const SHT_SYMTAB = 2;
const SYMBOL_BYTES = 16;
const STT_FUNC = 2;
/** Thumb functions have bit 0 of their address set. */
const THUMB = 1;
const STB_GLOBAL = 1;
/** Firmware has some thousands. */
const MOST_SYMBOLS = 200_000;

/** What code and data at an address are distinguished by (ELF for the Arm Architecture, 5.5.5). */
const MAPPING = /^\$([td])(?:\.|$)/;

interface RawSymbol extends CodeSymbol {
  readonly info: number;
}

/**
 * The symbols of an image; one that has been stripped has none.
 *
 * @throws {ElfError} for more of them than firmware can have.
 */
export function symbolsOf(bytes: Uint8Array, sections: readonly ElfSection[]): SymbolTable {
  const raw = [...rawSymbols(bytes, sections)];
  const rank = ({ info }: RawSymbol): number => (info >> 4 === STB_GLOBAL ? 0 : 1);
  const functions = raw.filter(({ info }) => (info & 0xf) === STT_FUNC).sort((a, b) => rank(a) - rank(b));
  const kinds = raw.flatMap(({ name, address }) => {
    const kind = MAPPING.exec(name)?.[1];
    return kind === undefined ? [] : [{ address, isCode: kind === 't' }];
  });
  return new SymbolTable(functions, kinds);
}

function* rawSymbols(bytes: Uint8Array, sections: readonly ElfSection[]): Generator<RawSymbol> {
  const table = sections.find(({ type }) => type === SHT_SYMTAB);
  const strings = table === undefined ? undefined : sections[table.link];
  if (table === undefined || strings === undefined) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = Math.min(table.offset + table.bytes, bytes.length);
  if (end - table.offset > MOST_SYMBOLS * SYMBOL_BYTES) {
    throw new ElfError(`it has more than ${MOST_SYMBOLS} symbols; no firmware has so many`);
  }
  for (let at = table.offset; at + SYMBOL_BYTES <= end; at += SYMBOL_BYTES) {
    if (view.getUint16(at + 14, true) === 0) continue; // undefined
    yield {
      name: textAt(bytes, strings.offset + view.getUint32(at, true)),
      address: (view.getUint32(at + 4, true) & ~THUMB) >>> 0,
      bytes: view.getUint32(at + 8, true),
      info: view.getUint8(at + 12),
    };
  }
}

/** Where code begins, or constants do. */
interface Kind {
  readonly address: number;
  readonly isCode: boolean;
}

/** Functions by name and by address. */
export class SymbolTable {
  readonly #byName = new Map<string, CodeSymbol>();
  /** By address, ascending; of several names for one address the first that was given. */
  readonly functions: readonly CodeSymbol[];
  readonly #kinds: readonly Kind[];

  constructor(symbols: readonly CodeSymbol[], kinds: readonly Kind[] = []) {
    const byAddress = new Map<number, CodeSymbol>();
    for (const symbol of symbols) {
      if (!this.#byName.has(symbol.name)) this.#byName.set(symbol.name, symbol);
      if (!byAddress.has(symbol.address)) byAddress.set(symbol.address, symbol);
    }
    this.functions = apart([...byAddress.values()].sort((a, b) => a.address - b.address));
    this.#kinds = [...kinds].sort((a, b) => a.address - b.address);
  }

  named(name: string): CodeSymbol | undefined {
    return this.#byName.get(name);
  }

  /** The function that an address lies in; one without a size reaches to the next. */
  at(address: number): CodeSymbol | undefined {
    const found = lastAt(this.functions, address);
    return found === undefined || (found.bytes > 0 && address >= found.address + found.bytes) ? undefined : found;
  }

  /** Whether an address holds code rather than constants; taken for code where the image does not say. */
  isCode(address: number): boolean {
    return lastAt(this.#kinds, address)?.isCode ?? true;
  }
}

/** A function ends where the next one begins, however long it says that it is. */
function apart(sorted: readonly CodeSymbol[]): readonly CodeSymbol[] {
  return sorted.map((symbol, index) => {
    const room = (sorted[index + 1]?.address ?? Infinity) - symbol.address;
    return symbol.bytes <= room ? symbol : { ...symbol, bytes: room };
  });
}

/** The last of a list in the order of addresses that does not lie behind `address`. */
function lastAt<T extends { readonly address: number }>(list: readonly T[], address: number): T | undefined {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as T).address <= address) low = middle + 1;
    else high = middle;
  }
  return list[low - 1];
}
