import { hexText } from '../../words.ts';
import { requireCortexM3 } from './elf-attributes.ts';
import { ElfError, type ElfHeaders, type ElfSection, readHeaders } from './elf-headers.ts';
import { type SymbolTable, symbolsOf } from './symbols.ts';

export { ElfError } from './elf-headers.ts';

/** The addresses and sizes of a part's memories. */
export interface Memories {
  readonly flash: { readonly origin: number; readonly bytes: number };
  readonly ram: { readonly origin: number; readonly bytes: number };
}

/** A program in a part's flash. */
export interface FirmwareImage {
  /** The whole of flash, erased (0xFF) where nothing was programmed. */
  readonly flash: Uint8Array;
  readonly symbols: SymbolTable;
  /** End of the program's data in RAM below its stack: the stack must not grow below it. */
  readonly stackFloor: number;
}

const PT_LOAD = 1;
const SHF_ALLOC = 2;
/** Space reserved for the stack or the heap is not the program's data. */
const ROOM = /stack|heap/;

/**
 * Programs an ELF file into flash as a programmer does: loadable segments at their physical addresses.
 *
 * @throws {ElfError} unless it is an ELF file of ARMv6-M code linked for this part's memory.
 */
export function loadElf(bytes: Uint8Array, memories: Memories): FirmwareImage {
  const headers = readHeaders(bytes);
  requireCortexM3(bytes, headers.sections);
  const flash = program(bytes, headers, memories.flash);
  const initialSp = requireVectors(flash, memories);
  return {
    flash,
    symbols: symbolsOf(bytes, headers.sections),
    stackFloor: stackFloor(headers.sections, memories.ram, initialSp),
  };
}

/**
 * Reads the vectors that the CPU loads after a reset (ARMv6-M Architecture Reference Manual, B1.5.3).
 *
 * @returns the initial stack pointer
 * @throws {ElfError} if no program could start with them
 */
function requireVectors(flash: Uint8Array, { flash: { origin, bytes }, ram }: Memories): number {
  const view = new DataView(flash.buffer);
  const [sp, reset] = [view.getUint32(0, true), view.getUint32(4, true)];
  const what = `there is no vector table at the beginning of flash, ${hexText(origin)}`;
  if (sp <= ram.origin || sp > ram.origin + ram.bytes) {
    throw new ElfError(
      `${what}: the stack would begin at ${hexText(sp)}; RAM is ${ram.bytes} bytes at ${hexText(ram.origin)}`,
    );
  }
  if (reset % 2 === 0 || reset < origin || reset >= origin + bytes) {
    throw new ElfError(`${what}: the reset vector, ${hexText(reset)}, is not the address of Thumb code in flash`);
  }
  return sp;
}

function program(bytes: Uint8Array, { segments }: ElfHeaders, { origin, bytes: size }: Memories['flash']): Uint8Array {
  const flash = new Uint8Array(size).fill(0xff);
  const loaded = segments
    .filter(({ type, fileBytes }) => type === PT_LOAD && fileBytes > 0)
    .sort((a, b) => a.physical - b.physical);
  let end = origin;
  for (const { offset, physical, fileBytes } of loaded) {
    const place = `${hexText(physical)} to ${hexText(physical + fileBytes)}`;
    if (physical < origin || physical + fileBytes > origin + size) {
      throw new ElfError(
        `it has ${fileBytes} bytes for ${place}; the part's flash is ${size} bytes at ${hexText(origin)}`,
      );
    }
    if (physical < end) throw new ElfError(`two of its segments lie at the same place in flash, ${place}`);
    flash.set(bytes.subarray(offset, offset + fileBytes), physical - origin);
    end = physical + fileBytes;
  }
  if (loaded.length === 0) throw new ElfError('it has nothing to put into flash');
  return flash;
}

/** Some linker scripts put the stack below the data, where only the beginning of RAM limits it. */
function stackFloor(sections: readonly ElfSection[], ram: Memories['ram'], initialSp: number): number {
  const ends = sections
    .filter(({ name, flags, bytes }) => (flags & SHF_ALLOC) !== 0 && bytes > 0 && !ROOM.test(name))
    .filter(({ address }) => address >= ram.origin && address < ram.origin + ram.bytes)
    .map(({ address, bytes }) => address + bytes)
    .filter((end) => end <= initialSp);
  return Math.max(ram.origin, ...ends);
}
