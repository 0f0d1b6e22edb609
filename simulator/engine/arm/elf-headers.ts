/** The headers of a 32-bit little-endian ELF file for ARM (System V ABI, chapter 4; ELF for the Arm Architecture). */

/** Why a file cannot be loaded, as the end of a sentence that begins with its name. */
export class ElfError extends Error {
  override name = 'ElfError';
}

export interface ElfSection {
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly address: number;
  readonly offset: number;
  readonly bytes: number;
  /** For a symbol table the index of its strings. */
  readonly link: number;
}

export interface ElfSegment {
  readonly type: number;
  readonly offset: number;
  /** The address where it is stored, not where it runs. */
  readonly physical: number;
  readonly fileBytes: number;
}

export interface ElfHeaders {
  readonly segments: readonly ElfSegment[];
  readonly sections: readonly ElfSection[];
}

const MAGIC = [0x7f, 0x45, 0x4c, 0x46];
const HEADER_BYTES = 52;
const ET_EXEC = 2;
const EM_ARM = 40;
const PROGRAM_HEADER_BYTES = 32;
const SECTION_HEADER_BYTES = 40;
/** The longest name that is read: a name without an end must not take much time. */
const LONGEST_NAME = 1024;

/** @throws {ElfError} */
export function readHeaders(bytes: Uint8Array): ElfHeaders {
  if (bytes.length < HEADER_BYTES || !MAGIC.every((byte, index) => bytes[index] === byte)) {
    throw new ElfError('it is no ELF file');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes[4] !== 1 || bytes[5] !== 1 || view.getUint16(18, true) !== EM_ARM) {
    throw new ElfError('it is no 32-bit little-endian ELF file for ARM');
  }
  if (view.getUint16(16, true) !== ET_EXEC) throw new ElfError('it is not linked: an object file or a shared library');
  try {
    return { segments: segmentsOf(view), sections: sectionsOf(view, bytes) };
  } catch (error) {
    if (error instanceof RangeError) throw new ElfError('it is cut short: its headers lie beyond its end');
    throw error;
  }
}

function segmentsOf(view: DataView): readonly ElfSegment[] {
  const [table, size, count] = [view.getUint32(28, true), view.getUint16(42, true), view.getUint16(44, true)];
  requireTable(view, table, size, count, PROGRAM_HEADER_BYTES);
  return Array.from({ length: count }, (_, index) => {
    const at = table + index * size;
    const [offset, fileBytes] = [view.getUint32(at + 4, true), view.getUint32(at + 16, true)];
    if (offset + fileBytes > view.byteLength) throw new RangeError('segment');
    return { type: view.getUint32(at, true), offset, physical: view.getUint32(at + 12, true), fileBytes };
  });
}

function sectionsOf(view: DataView, bytes: Uint8Array): readonly ElfSection[] {
  const [table, size, count] = [view.getUint32(32, true), view.getUint16(46, true), view.getUint16(48, true)];
  requireTable(view, table, size, count, SECTION_HEADER_BYTES);
  const raw = Array.from({ length: count }, (_, index) => {
    const word = (offset: number): number => view.getUint32(table + index * size + offset, true);
    return {
      ...{ nameAt: word(0), type: word(4), flags: word(8), address: word(12) },
      ...{ offset: word(16), bytes: word(20), link: word(24) },
    };
  });
  const names = raw[view.getUint16(50, true)];
  return raw.map(({ nameAt, ...section }) => ({ ...section, name: textAt(bytes, (names?.offset ?? 0) + nameAt) }));
}

/** Entries of another size, 0 above all, would be read from the same bytes repeatedly. */
function requireTable(view: DataView, table: number, size: number, count: number, right: number): void {
  if (count > 0 && size !== right)
    throw new ElfError(`its headers are damaged: entries of ${size} bytes, not ${right}`);
  if (table + size * count > view.byteLength) throw new RangeError('table');
}

/** The string that begins at `offset` and ends with a zero; only the beginning if it is too long. */
export function textAt(bytes: Uint8Array, offset: number): string {
  const end = Math.min(bytes.length, offset + LONGEST_NAME);
  let text = '';
  for (let at = offset; at < end && bytes[at] !== 0; at++) text += String.fromCharCode(bytes[at] as number);
  return text;
}
