/** Optimisation across files, as the generated build has it by default. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { COMPILE_FLAGS, LTO_FLAGS } from '../../generator/hardware/compiler.ts';
import { needTools } from '../tools.ts';
import { filesOfExample } from './examples.ts';

const folder = mkdtempSync(join(tmpdir(), 'keepwire-lto-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(): string {
  const dir = mkdtempSync(join(folder, 'w5500-minimal-'));
  for (const file of filesOfExample('w5500-minimal')) writeFileSync(join(dir, file.path), file.text);
  return dir;
}

/** Bytes of code and constants. */
async function flashOf(dir: string, elf: string): Promise<number> {
  const { stdout } = await execa('arm-none-eabi-size', [elf], { cwd: dir });
  return Number(stdout.split('\n')[1]?.trim().split(/\s+/)[0]);
}

test('CMake optimises across files, and KEEPWIRE_LTO=OFF switches it off', async () => {
  needTools('compiler', 'newlib', 'cmake');
  const dir = written();
  const bytes: number[] = [];
  for (const [build, ...more] of [['on'], ['off', '-DKEEPWIRE_LTO=OFF']] as const) {
    const args = ['-B', build, '-DCMAKE_TOOLCHAIN_FILE=arm-none-eabi.cmake', ...more];
    await execa('cmake', args, { cwd: dir });
    await execa('cmake', ['--build', build], { cwd: dir });
    bytes.push(await flashOf(dir, join(build, 'w5500-minimal.elf')));
  }
  const [on = Number.NaN, off = Number.NaN] = bytes;
  expect(on).toBeLessThan(off - 300);
});

test('sources may use the C library, with CMake and with the one-line command', async () => {
  needTools('compiler', 'newlib', 'cmake');
  const dir = written();
  const uses = `#include <assert.h>
#include <math.h>
#include <stdio.h>
char text[32];
void use(double x);
void use(double x) { assert(x > 0.0); (void)snprintf(text, sizeof text, "%d", (int)sin(x)); }
`;
  writeFileSync(join(dir, 'uses.c'), uses);
  const main = readFileSync(join(dir, 'main.c'), 'utf8');
  writeFileSync(join(dir, 'main.c'), main.replace(/^\{\n/m, '{\n    extern void use(double x);\n    use(1.5);\n'));
  await execa('cmake', ['-B', 'build', '-DCMAKE_TOOLCHAIN_FILE=arm-none-eabi.cmake'], { cwd: dir });
  await execa('cmake', ['--build', 'build'], { cwd: dir });
  const [command = ''] = /^ {4}arm-none-eabi-gcc .*$/m.exec(readFileSync(join(dir, 'README.md'), 'utf8')) ?? [];
  await execa(command.trim(), { cwd: dir, shell: true });
  for (const elf of ['build/w5500-minimal.elf', 'w5500-minimal.elf']) {
    const { stdout } = await execa('arm-none-eabi-nm', [elf], { cwd: dir });
    expect(stdout).toMatch(/ T snprintf$/m);
    expect(stdout).toMatch(/ [TtW] _sbrk$/m);
  }
});

/** As ST's start-up files have them: each handler is weak, an endless loop until some object defines it. */
const VECTORS = `    .syntax unified
    .thumb
    .section .text.Reset_Handler
    .global Reset_Handler
    .thumb_func
Reset_Handler:
    bl main
    b .
    .section .text.Default_Handler, "ax", %progbits
    .thumb_func
Default_Handler:
    b Default_Handler
    .section .isr_vector, "a", %progbits
    .word 0x20005000
    .word Reset_Handler
    .word TIM2_IRQHandler
    .word TIM3_IRQHandler
    .weak TIM2_IRQHandler
    .thumb_set TIM2_IRQHandler, Default_Handler
    .weak TIM3_IRQHandler
    .thumb_set TIM3_IRQHandler, Default_Handler
`;
const SCRIPT = `ENTRY(Reset_Handler)
SECTIONS {
  .isr_vector 0x08000000 : { KEEP(*(.isr_vector)) }
  .text : { *(.text*) *(.rodata*) }
  .data 0x20000000 : { *(.data*) *(.bss*) *(.noinit*) *(COMMON) }
}
`;

test.each(['first', 'last'])(
  "the timer's interrupt survives beside weak vectors of an assembler file that comes %s",
  async (where) => {
    needTools('compiler', 'newlib');
    const dir = written();
    writeFileSync(join(dir, 'vectors.s'), VECTORS);
    writeFileSync(join(dir, 'own.ld'), SCRIPT);
    const own = filesOfExample('w5500-minimal')
      .map(({ path }) => path)
      .filter((path) => path.endsWith('.c') && path !== 'kw_startup.c');
    const core = ['-mcpu=cortex-m3', '-mthumb'];
    const objects: string[] = [];
    for (const source of where === 'first' ? ['vectors.s', ...own] : [...own, 'vectors.s']) {
      const flags = source.endsWith('.c') ? [...COMPILE_FLAGS, ...LTO_FLAGS] : [];
      await execa('arm-none-eabi-gcc', [...core, ...flags, '-c', source, '-o', `${source}.o`], { cwd: dir });
      objects.push(`${source}.o`);
    }
    const link = [
      ...core,
      ...LTO_FLAGS,
      '-Os',
      '-nostartfiles',
      '--specs=nano.specs',
      '-Wl,--gc-sections',
      '-T',
      'own.ld',
    ];
    await execa('arm-none-eabi-gcc', [...link, ...objects, '-o', 'device.elf'], { cwd: dir });
    await execa('arm-none-eabi-objcopy', ['-O', 'binary', '-j', '.isr_vector', 'device.elf', 'vectors.bin'], {
      cwd: dir,
    });
    const { stdout } = await execa('arm-none-eabi-nm', ['device.elf'], { cwd: dir });
    const addressOf = (name: string): number =>
      Number.parseInt(new RegExp(`^(\\w+) \\w ${name}$`, 'm').exec(stdout)?.[1] ?? '', 16);
    const words = readFileSync(join(dir, 'vectors.bin'));
    const [timer, other] = [words.readUInt32LE(8), words.readUInt32LE(12)].map((word) => word & ~1);
    expect(timer).toBe(addressOf('TIM2_IRQHandler'));
    expect(timer).not.toBe(addressOf('Default_Handler'));
    expect(other).toBe(addressOf('Default_Handler'));
  },
);

test('a project may leave out kw_clock.c: the tick is the planned one, and NMI has the default handler', async () => {
  needTools('compiler', 'newlib');
  const dir = written();
  rmSync(join(dir, 'kw_clock.c'));
  writeFileSync(join(dir, 'clock.c'), '#include "kw_clock.h"\nbool kw_clock_init(void) { return true; }\n');
  const sources = filesOfExample('w5500-minimal').flatMap(({ path }) =>
    /^(?!kw_clock).*\.c$/.test(path) ? [path] : [],
  );
  const script = filesOfExample('w5500-minimal').find(({ path }) => path.endsWith('.ld'))?.path ?? '';
  const link = ['-mcpu=cortex-m3', '-mthumb', '-nostartfiles', '--specs=nano.specs', '-T', script];
  const args = [...COMPILE_FLAGS, ...LTO_FLAGS, ...link, 'clock.c', ...sources, '-o', 'own.elf'];
  await execa('arm-none-eabi-gcc', args, { cwd: dir });
  const { stdout } = await execa('arm-none-eabi-nm', ['own.elf'], { cwd: dir });
  const addressOf = (name: string): string => new RegExp(`^([0-9a-f]+) [TtW] ${name}$`, 'm').exec(stdout)?.[1] ?? name;
  expect(addressOf('NMI_Handler')).toBe(addressOf('Default_Handler'));
});
