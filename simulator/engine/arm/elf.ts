import { requireThumb1 } from './elf-attributes.ts';
import { ElfError, type ElfHeaders, type ElfSection, readHeaders } from './elf-headers.ts';
import { type SymbolTable, symbolsOf } from './symbols.ts';

export { ElfError } from './elf-headers.ts';

/** Where a part's memories lie. */
export interface Memories {
  readonly flash: { readonly origin: number; readonly bytes: number };
  readonly ram: { readonly origin: number; readonly bytes: number };
}

/** A program as it lies in a part's flash. */
export interface FirmwareImage {
  /** The whole of flash, erased (0xFF) where nothing was programmed. */
  readonly flash: Uint8Array;
  readonly symbols: SymbolTable;
  /** End of what the program keeps in RAM below its stack: the stack must not grow further down. */
  readonly stackFloor: number;
}

const PT_LOAD = 1;
const SHF_ALLOC = 2;
/** Room set aside for the stack or the heap is not the program's data. */
const ROOM = /stack|heap/;

/**
 * Programs an ELF file into flash as a programmer does: loadable segments at their physical addresses.
 *
 * @throws {ElfError} for what is no ELF file of ARMv6-M code linked for this part's memory.
 */
export function loadElf(bytes: Uint8Array, memories: Memories): FirmwareImage {
  const headers = readHeaders(bytes);
  requireThumb1(bytes, headers.sections);
  const flash = program(bytes, headers, memories.flash);
  const initialSp = new DataView(flash.buffer).getUint32(0, true);
  return {
    flash,
    symbols: symbolsOf(bytes, headers.sections),
    stackFloor: stackFloor(headers.sections, memories.ram, initialSp),
  };
}

function program(bytes: Uint8Array, { segments }: ElfHeaders, { origin, bytes: size }: Memories['flash']): Uint8Array {
  const flash = new Uint8Array(size).fill(0xff);
  let programmed = 0;
  for (const { type, offset, physical, fileBytes } of segments) {
    if (type !== PT_LOAD || fileBytes === 0) continue;
    if (physical < origin || physical + fileBytes > origin + size) {
      const place = `${hex(physical)} to ${hex(physical + fileBytes)}`;
      throw new ElfError(`it has ${fileBytes} bytes for ${place}; the part's flash is ${size} bytes at ${hex(origin)}`);
    }
    flash.set(bytes.subarray(offset, offset + fileBytes), physical - origin);
    programmed += fileBytes;
  }
  if (programmed === 0) throw new ElfError('it has nothing to put into flash');
  return flash;
}

/** Some linker scripts put the stack below the data, where its only limit is RAM's beginning. */
function stackFloor(sections: readonly ElfSection[], ram: Memories['ram'], initialSp: number): number {
  const ends = sections
    .filter(({ name, flags, bytes }) => (flags & SHF_ALLOC) !== 0 && bytes > 0 && !ROOM.test(name))
    .filter(({ address }) => address >= ram.origin && address < ram.origin + ram.bytes)
    .map(({ address, bytes }) => address + bytes)
    .filter((end) => end <= initialSp);
  return Math.max(ram.origin, ...ends);
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}
