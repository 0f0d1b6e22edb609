import { beforeEach, describe, expect, test } from 'vitest';
import { type ElfError, loadElf } from '../../../simulator/engine/arm/elf.ts';
import { BRISK } from '../../whole/firmware.ts';
import { type ArmBuilt, armBuilt } from './build.ts';

let built: ArmBuilt;
beforeEach(async () => {
  built = await armBuilt({ chip: 'W5500', ...BRISK });
});

function refusal(bytes: Uint8Array, memories = built.plan.mcu): string {
  try {
    loadElf(bytes, memories);
    return 'none';
  } catch (error) {
    return (error as ElfError).message;
  }
}

/** A copy with one byte changed. */
function patched(offset: number, value: number): Uint8Array {
  const copy = Uint8Array.from(built.elf);
  copy[offset] = value;
  return copy;
}

describe('an image as a programmer would put it into flash', () => {
  test('begins with the stack top and the reset vector, and ends erased', () => {
    const { flash, symbols } = built.image;
    const view = new DataView(flash.buffer);
    expect(view.getUint32(0, true)).toBe(0x2000_5000); // 20 KiB of an STM32F103C8
    expect(view.getUint32(4, true)).toBe((symbols.named('Reset_Handler')?.address ?? 0) | 1);
    expect(flash).toHaveLength(64 * 1024);
    expect(flash.at(-1)).toBe(0xff);
  });

  test('functions are found by name and by any address in them', () => {
    const { symbols } = built.image;
    const poll = symbols.named('kw_loop_poll');
    if (poll === undefined) throw new Error('no kw_loop_poll');
    expect(symbols.at(poll.address)?.name).toBe('kw_loop_poll');
    expect(symbols.at(poll.address + poll.bytes - 2)?.name).toBe('kw_loop_poll');
    expect(symbols.at(poll.address + poll.bytes)?.name).not.toBe('kw_loop_poll');
    expect(symbols.at(0x0800_0000)?.name).toBeUndefined(); // the vector table is no function
  });

  test('the stack may grow down to the end of the data', () => {
    const { plan, stackFloor } = { ...built, ...built.image };
    expect(stackFloor).toBeGreaterThan(plan.mcu.ram.origin);
    expect(stackFloor).toBeLessThan(plan.mcu.ram.origin + 4096);
  });
});

describe('what cannot be put on the board', () => {
  test('no ELF file', () => {
    expect(refusal(new TextEncoder().encode('hello'.repeat(20)))).toBe('it is no ELF file');
  });

  test('an ELF file for another machine, an object file', () => {
    expect(refusal(patched(18, 62))).toContain('no 32-bit little-endian ELF file for ARM'); // x86-64
    expect(refusal(patched(16, 1))).toContain('it is not linked');
  });

  test('a file that is cut short, wherever', () => {
    for (let length = 0; length < built.elf.length; length += 509) {
      expect(refusal(built.elf.subarray(0, length)), `${length} bytes`).toMatch(/cut short|no ELF file/);
    }
  });

  test('code for a Cortex-M4', () => {
    // Tag_CPU_arch (6) follows Tag_CPU_name (5), "7-M".
    const name = [0x05, 0x37, 0x2d, 0x4d, 0x00, 0x06];
    const at = built.elf.findIndex((_, index) => name.every((byte, offset) => built.elf[index + offset] === byte));
    expect(built.elf[at + name.length]).toBe(10);
    expect(refusal(patched(at + name.length, 13))).toMatch(/ARMv7E-M \(Cortex-M4, M7\).*-mcpu=cortex-m3/);
  });

  test('more than the flash holds', () => {
    const { mcu } = built.plan;
    expect(refusal(built.elf, { ...mcu, flash: { ...mcu.flash, bytes: 1024 } })).toContain("the part's flash is 1024");
  });
});
