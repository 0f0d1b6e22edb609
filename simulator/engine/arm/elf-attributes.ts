import { ElfError, type ElfSection, textAt } from './elf-headers.ts';

/** Tags of the build attributes, and values of Tag_CPU_arch (Addenda to the ABI for the Arm Architecture, 3.3.5). */
const TAG_FILE = 1;
const TAG_CPU_ARCH = 6;
const TAG_COMPATIBILITY = 32;
/** These hold strings; above the compatibility tag, odd ones do. */
const STRING_TAGS = [4, 5];
const ARCHITECTURES: Readonly<Record<number, string>> = {
  10: 'ARMv7 (Cortex-M3)',
  11: 'ARMv6-M',
  12: 'ARMv6S-M',
  13: 'ARMv7E-M (Cortex-M4, M7)',
};
/** What a Cortex-M3 executes. */
const EXECUTED = [10, 11, 12];

/**
 * The engine's CPU is a Cortex-M3, which has the instructions of a Cortex-M0, too.
 *
 * @throws {ElfError} for code of another architecture, or without a statement of its architecture.
 */
export function requireCortexM3(bytes: Uint8Array, sections: readonly ElfSection[]): void {
  const section = sections.find(({ name }) => name === '.ARM.attributes');
  const architecture = section === undefined ? null : architectureIn(bytes, section);
  if (architecture !== null && EXECUTED.includes(architecture)) return;
  const found =
    architecture === null
      ? 'it does not say for which CPU it was compiled (.ARM.attributes)'
      : `it holds code for ${ARCHITECTURES[architecture] ?? `another architecture (Tag_CPU_arch ${architecture})`}`;
  throw new ElfError(
    `${found}; the arm engine executes ARMv7-M and ARMv6-M code: compile everything with -mcpu=cortex-m3 -mthumb`,
  );
}

function architectureIn(bytes: Uint8Array, { offset, bytes: size }: ElfSection): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // 'A', then one block per vendor: length, name, and within it blocks of attributes: scope, length, pairs.
  let at = offset + 1;
  const limit = Math.min(offset + size, view.byteLength);
  while (at + 4 < limit) {
    const end = Math.min(at + view.getUint32(at, true), limit);
    const vendor = textAt(bytes, at + 4);
    if (vendor === 'aeabi') return inFileScope(bytes, view, at + 5 + vendor.length, end);
    if (end <= at) return null;
    at = end;
  }
  return null;
}

function inFileScope(bytes: Uint8Array, view: DataView, from: number, to: number): number | null {
  let at = from;
  while (at + 5 <= to) {
    const end = at + view.getUint32(at + 1, true);
    if (bytes[at] === TAG_FILE) return cpuArchitecture(bytes, at + 5, Math.min(end, to));
    if (end <= at) return null;
    at = end;
  }
  return null;
}

function cpuArchitecture(bytes: Uint8Array, from: number, to: number): number | null {
  let at = from;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; at < to; shift += 7) {
      const byte = bytes[at++] as number;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    return value;
  };
  while (at < to) {
    const tag = number();
    const isText = STRING_TAGS.includes(tag) || (tag > TAG_COMPATIBILITY && tag % 2 === 1);
    if (tag === TAG_CPU_ARCH) return number();
    if (tag === TAG_COMPATIBILITY) number();
    if (isText || tag === TAG_COMPATIBILITY) at += textAt(bytes, at).length + 1;
    else number();
  }
  return null;
}
