import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BINARY } from '../cli/installed.ts';
import { keepwire, ROOT, SPEC } from '../cli/keepwire.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'compile-'));
  writeFileSync(join(dir, 's.json'), SPEC);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('compile, platform registers', () => {
  test('leaves an ELF and a map, and counts what arm-none-eabi-size counts', async () => {
    const { exitCode, stdout } = await keepwire(dir, ['compile', 's.json', '--json']);
    expect(exitCode).toBe(0);
    const document = JSON.parse(stdout);
    expect(Object.keys(document)).toEqual(['ok', 'outputs']);
    const [output] = document.outputs;
    expect(output).toMatchObject({ name: 's', elf: 'out/s/build/s.elf', warnings: [] });
    expect(Object.keys(output.layers)).toEqual(
      expect.arrayContaining(['startup', 'platform', 'chip', 'keepalive', 'loop', 'app']),
    );
    expect(readdirSync(join(dir, 'out/s/build'))).toEqual(expect.arrayContaining(['s.elf', 's.map']));
    // Berkeley format: text counts read-only code and data, data what is copied at start, bss what is zeroed.
    const { stdout: table } = await execa('arm-none-eabi-size', ['out/s/build/s.elf'], { cwd: dir });
    const [text = 0, data = 0, bss = 0] = (table.split('\n')[1] ?? '').trim().split(/\s+/).map(Number);
    expect(output.flash).toBe(text + data);
    expect(output.ram).toBe(data + bss);
    const sum = (key: 'flash' | 'ram') =>
      Object.values<Record<string, number>>(output.layers).reduce((all, size) => all + (size[key] ?? 0), 0);
    expect(output.flash - sum('flash')).toBeGreaterThanOrEqual(0);
    expect(output.flash - sum('flash')).toBeLessThan(32);
  });

  test('prints a table for a person', async () => {
    const { stdout } = await keepwire(dir, ['compile', 's.json']);
    expect(stdout).toMatch(/^total +\d+ +\d+$/m);
    expect(stdout).toContain('out/s/build/s.elf');
  });

  test('a mistake in the user’s own file fails with the compiler’s words, and leaves no image of before', async () => {
    await keepwire(dir, ['compile', 's.json']);
    writeFileSync(join(dir, 'out/s/app.c'), 'int broken( { }\n');
    const { exitCode, stdout, stderr } = await keepwire(dir, ['compile', 's.json', '--json']);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, outputs: [{ name: 's', elf: null }] });
    expect(stderr).toContain('app.c:1:');
    expect(readdirSync(join(dir, 'out/s/build'))).not.toContain('s.elf');
  });

  test('a warning is an error, and is listed', async () => {
    await keepwire(dir, ['generate', 's.json']);
    const app = join(dir, 'out/s/app.c');
    writeFileSync(app, `${readFileSync(app, 'utf8')}static int nobody_calls_this(void) { return 1; }\n`);
    const { exitCode, stdout } = await keepwire(dir, ['compile', 's.json', '--json']);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout).outputs[0].warnings).toMatchObject([{ file: 'app.c', option: '-Wunused-function' }]);
  });

  test('an edited file of ours stops it', async () => {
    await keepwire(dir, ['generate', 's.json']);
    writeFileSync(join(dir, 'out/s/kw_port.c'), '');
    const { exitCode, stderr } = await keepwire(dir, ['compile', 's.json']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('kw_port.c');
  });

  test('without the compiler: exit 3, and what to install', async () => {
    const options = { cwd: dir, reject: false, env: { PATH: '/nonexistent' } } as const;
    const { exitCode, stderr } = await execa(process.execPath, [BINARY, 'compile', 's.json'], options);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('apt-get install gcc-arm-none-eabi libnewlib-arm-none-eabi');
  });
});

describe('compile, platform spl', () => {
  const spec = join(ROOT, 'examples/spl-w5200.json');

  test.each([
    ['no --vendor', [], /--vendor DIR/],
    ['a folder that is not there', ['--vendor', 'none'], /no stm32f10x\.h below none/],
    ['a folder without the library', ['--vendor', '.'], /no stm32f10x\.h below \./],
  ])('%s is a usage error', async (_name, args, message) => {
    const { exitCode, stderr } = await keepwire(dir, ['compile', spec, ...args]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });

  test('headers that lack what is called fail the build', async () => {
    mkdirSync(join(dir, 'spl'));
    writeFileSync(join(dir, 'spl/stm32f10x.h'), '');
    expect((await keepwire(dir, ['compile', spec, '--vendor', 'spl'])).exitCode).toBe(1);
  });

  test('headers alone: objects, and what linking lacks', async () => {
    const { exitCode, stdout } = await keepwire(dir, ['compile', spec, '--vendor', HEADERS]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('stm32f10x_tim.c');
    const document = JSON.parse((await keepwire(dir, ['compile', spec, '--vendor', HEADERS, '--json'])).stdout);
    expect(document).toMatchObject({
      ok: true,
      outputs: [{ name: 'spl-w5200', elf: null, flash: null, ram: null, warnings: [] }],
    });
  });

  test('with sources and a start-up for GCC it links', async () => {
    copyLibrary(join(dir, 'spl'), '.syntax unified\n');
    const { exitCode, stdout, stderr } = await keepwire(dir, ['compile', spec, '--vendor', 'spl', '--json']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const [output] = JSON.parse(stdout).outputs;
    expect(output.elf).toBe('out/spl-w5200/build/spl-w5200.elf');
    const { stdout: symbols } = await execa('arm-none-eabi-nm', [output.elf], { cwd: dir });
    for (const name of ['main', 'Timer2_ISR', 'TIM_TimeBaseInit', 'Reset_Handler'])
      expect(symbols).toMatch(new RegExp(` T ${name}$`, 'm'));
    expect(output.layers.library.flash).toBeGreaterThan(0);
  });

  test('a start-up for another assembler is none', async () => {
    copyLibrary(join(dir, 'spl'), '; Keil\n');
    const { exitCode, stdout } = await keepwire(dir, ['compile', spec, '--vendor', 'spl']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('startup_stm32f10x_hd.s for GCC');
  });
});

const HEADERS = join(ROOT, 'test/spl/inc');

/** A library of the right names in which every function does nothing, laid out in folders as ST's is. */
function copyLibrary(path: string, startupHead: string): void {
  mkdirSync(join(path, 'driver/src'), { recursive: true });
  cpSync(HEADERS, join(path, 'driver/inc'), { recursive: true });
  const header = readFileSync(join(HEADERS, 'stm32f10x.h'), 'utf8');
  const bodies = [...header.matchAll(/^[A-Za-z][^;{}#]*\)(?=;)/gm)].map(([declaration]) => `${declaration} {}`);
  const misc = `#include "stm32f10x.h"\n${bodies.join('\n')}\n`;
  for (const name of ['stm32f10x_rcc', 'stm32f10x_gpio', 'stm32f10x_spi', 'stm32f10x_tim', 'misc']) {
    writeFileSync(join(path, `driver/src/${name}.c`), name === 'misc' ? misc : '');
  }
  writeFileSync(join(path, 'system_stm32f10x.c'), 'void SystemInit(void) {}\n');
  const startup = `${startupHead}.thumb\n.section .isr_vector,"a"\n.word _estack, Reset_Handler, TIM2_IRQHandler
.text\n.thumb_func\n.global Reset_Handler\nReset_Handler:\n bl SystemInit\n bl main\n`;
  writeFileSync(join(path, 'startup_stm32f10x_hd.s'), startup);
}
