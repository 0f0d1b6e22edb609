/** Images that are damaged or made up: the loader says why it refuses them, in bounded time, or loads them. */
import { beforeEach, describe, expect, test } from 'vitest';
import { uncovered } from '../../../simulator/engine/arm/coverage.ts';
import { ElfError, loadElf } from '../../../simulator/engine/arm/elf.ts';
import { readHeaders } from '../../../simulator/engine/arm/elf-headers.ts';
import { randomFrom } from '../../../simulator/random.ts';
import { BRISK } from '../../whole/firmware.ts';
import { stepsOf } from '../../work/steps.ts';
import { type ArmBuilt, armBuilt } from './build.ts';

let built: ArmBuilt;
beforeEach(async () => {
  built = await armBuilt({ chip: 'W5500', ...BRISK });
});

const FLASH = 0x0800_0000;

/** Why an image is refused, or `loaded`; anything but an ElfError is passed on. What is loaded can be told of, too. */
function outcome(bytes: Uint8Array): string {
  const { mcu } = built.plan;
  try {
    const image = loadElf(bytes, mcu);
    uncovered(image, { origin: mcu.flash.origin, executed: new Uint8Array(mcu.flash.bytes / 2) });
    return 'loaded';
  } catch (error) {
    if (error instanceof ElfError) return error.message;
    throw error;
  }
}

/** A copy with numbers of 1, 2 or 4 bytes written into it. */
function patched(...patches: readonly (readonly [offset: number, bytes: 1 | 2 | 4, value: number])[]): Uint8Array {
  const copy = Uint8Array.from(built.elf);
  const view = new DataView(copy.buffer);
  for (const [offset, bytes, value] of patches) {
    if (bytes === 1) view.setUint8(offset, value);
    else if (bytes === 2) view.setUint16(offset, value, true);
    else view.setUint32(offset, value, true);
  }
  return copy;
}

/** Offset of a number in the ELF header (System V ABI, figure 4-3), or of a header that it leads to. */
const E = {
  type: 16,
  machine: 18,
  phoff: 28,
  shoff: 32,
  phentsize: 42,
  phnum: 44,
  shentsize: 46,
  shnum: 48,
  shstrndx: 50,
};
const word = (offset: number): number => new DataView(built.elf.buffer, built.elf.byteOffset).getUint32(offset, true);
const segment = (index: number): number => word(E.phoff) + 32 * index;

function section(name: string): { readonly header: number; readonly offset: number; readonly bytes: number } {
  const { sections } = readHeaders(built.elf);
  const index = sections.findIndex((one) => one.name === name);
  const found = sections[index];
  if (found === undefined) throw new Error(`no ${name}`);
  return { header: word(E.shoff) + 40 * index, ...found };
}

describe('what is wrong is told', () => {
  test.each<[string, () => Uint8Array, RegExp]>([
    ['x86', () => patched([E.machine, 2, 3]), /no 32-bit little-endian ELF file for ARM/],
    ['64-bit', () => patched([4, 1, 2]), /no 32-bit little-endian ELF file for ARM/],
    ['big-endian', () => patched([5, 1, 2]), /no 32-bit little-endian ELF file for ARM/],
    ['a shared library', () => patched([E.type, 2, 3]), /not linked/],
    ['65,535 segments', () => patched([E.phnum, 2, 0xffff]), /cut short/],
    ['65,535 segments of no size', () => patched([E.phnum, 2, 0xffff], [E.phentsize, 2, 0]), /damaged: entries of 0/],
    ['65,535 sections of no size', () => patched([E.shnum, 2, 0xffff], [E.shentsize, 2, 0]), /damaged: entries of 0/],
    ['headers beyond the end', () => patched([E.phoff, 4, 0xffff_fff0]), /cut short/],
    ['sections beyond the end', () => patched([E.shoff, 4, 0xffff_fff0]), /cut short/],
    ['a segment beyond the end', () => patched([segment(0) + 16, 4, 0xffff_ffff]), /cut short/],
    ['a segment in RAM', () => patched([segment(0) + 12, 4, 0x2000_0000]), /bytes for 0x20000000 to/],
    ['two segments at one place', () => twice(), /two of its segments lie at the same place in flash, 0x08000000/],
    ['no segments', () => patched([E.phnum, 2, 0]), /nothing to put into flash/],
    ['no sections', () => patched([E.shnum, 2, 0]), /does not say for which CPU/],
    ['no stack', () => vectors([0xffff_ffff, 0x0800_0101]), /the stack would begin at 0xffffffff; RAM is 20480 bytes/],
    ['a stack at 0', () => vectors([0, 0x0800_0101]), /the stack would begin at 0x00000000/],
    ['a reset vector elsewhere', () => vectors([0x2000_5000, 0x1fff_f001]), /reset vector, 0x1ffff001, is not/],
    ['a reset vector of ARM code', () => vectors([0x2000_5000, 0x0800_0100]), /reset vector, 0x08000100, is not/],
  ])('%s', (_name, image, message) => {
    expect(outcome(image())).toMatch(message);
  });

  function vectors([sp, reset]: readonly [number, number]): Uint8Array {
    const [offset, physical] = [word(segment(0) + 4), word(segment(0) + 12)];
    return patched([offset + FLASH - physical, 4, sp], [offset + FLASH - physical + 4, 4, reset]);
  }

  /** The second header of the table becomes the first once more. */
  function twice(): Uint8Array {
    const copy = Uint8Array.from(built.elf);
    copy.copyWithin(segment(1), segment(0), segment(1));
    return copy;
  }
});

describe('what does not matter is passed over', () => {
  test.each<[string, () => Uint8Array]>([
    ['as it is', () => built.elf],
    ['stripped', () => patched([section('.symtab').header + 4, 4, 0])],
    ['an entry point elsewhere', () => patched([24, 4, 0xdead_beef])],
    ['sections without names', () => patched([section('.symtab').header, 4, 0xffff_ffff])],
    ['symbols whose names lie beyond the end', () => patched([section('.strtab').header + 16, 4, 0xffff_ff00])],
    ['a symbol table of 4 GB', () => patched([section('.symtab').header + 20, 4, 0xffff_ffff])],
    ['functions of 4 GB', () => eachSymbol(8, 0xffff_fffe)],
    ['functions at the end of memory', () => eachSymbol(4, 0xffff_ffff)],
    ['functions at its beginning, of 4 GB', () => eachSymbol(4, 0, [8, 0xffff_ffff])],
  ])(
    '%s',
    (_name, image) => {
      const image_ = image();
      expect(outcome(image_)).toBe('loaded');
    },
    10_000,
  );

  function eachSymbol(...patch: readonly [number, number, (readonly [number, number])?]): Uint8Array {
    const { offset, bytes } = section('.symtab');
    const [at, value, more] = patch;
    const all = Array.from({ length: bytes / 16 }, (_, index) => offset + 16 * index);
    return patched(
      ...all.map((symbol) => [symbol + at, 4, value] as const),
      ...(more === undefined ? [] : all.map((symbol) => [symbol + more[0], 4, more[1]] as const)),
    );
  }
});

test('attributes that promise 4 GB are read to the end of the file', () => {
  const { header, offset } = section('.ARM.attributes');
  const huge = [
    [header + 20, 4, 0xffff_ffff],
    [offset + 1, 4, 0x7fff_ffff],
    [offset + 12, 4, 0x7fff_ffff],
  ] as const;
  const cut = patched(...huge, ...Array.from({ length: 20 }, (_, index) => [offset + 16 + index, 1, 0x80] as const));
  expect(outcome(cut)).not.toBe('');
  expect(stepsOf(() => outcome(cut))).toBeLessThan(10 * cut.length);
});

test('cut short at every byte of its headers', () => {
  const { length } = built.elf;
  const table = word(E.shoff);
  const lengths = [...Array(segment(8)).keys(), ...Array.from({ length: length - table }, (_, index) => table + index)];
  for (const at of lengths) expect(outcome(built.elf.subarray(0, at)), `${at} bytes`).toMatch(/cut short|no ELF file/);
});

test('500 images with bytes changed at random, most of them where they are read', () => {
  const random = randomFrom(1);
  const below = (limit: number): number => Math.floor(random.unit() * limit);
  const places = [
    [0, 52],
    [segment(0), 128],
    [word(E.shoff), built.elf.length - word(E.shoff)],
  ] as const;
  const parts = ['.ARM.attributes', '.symtab', '.strtab'].map(
    (name) => [section(name).offset, section(name).bytes] as const,
  );
  const all = [...places, ...parts, [0, built.elf.length] as const];
  const seen = new Map<string, number>();
  for (let round = 0; round < 500; round++) {
    const changes = Array.from({ length: 1 + below(4) }, () => {
      const [from, bytes] = all[below(all.length)] ?? [0, 1];
      return [from + below(bytes), 1, below(256)] as const;
    });
    const said = outcome(patched(...changes)); // throws what is no ElfError
    const kind = said.replace(/\d+|0x[0-9a-f]+/g, 'N');
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
  }
  expect(seen.get('loaded')).toBeGreaterThan(50);
  expect(seen.size).toBeGreaterThan(8);
});
