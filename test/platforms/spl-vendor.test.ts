/** ST's Standard Peripheral Library V3.5.0 itself, unmodified, on the arm engine. None of it is part of this project. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, describe, expect, test } from 'vitest';
import { COMPILE_FLAGS } from '../../generator/hardware/compiler.ts';
import { keepwire } from '../cli/keepwire.ts';
import { skipSuite } from '../skip-suite.ts';
import { needTools } from '../tools.ts';
import { BRISK } from '../whole/firmware.ts';

const SPL: string | null = process.env.KEEPWIRE_SPL || null;
const WHY_SKIPPED =
  "KEEPWIRE_SPL names no folder with ST's STM32F10x_StdPeriph_Lib_V3.5.0: Libraries and Project/STM32F10x_StdPeriph_Template";

const folder = mkdtempSync(join(tmpdir(), 'keepwire-spl-'));
afterAll(() => rmSync(folder, { recursive: true }));

function specFile(hseHz: number): string {
  const path = join(folder, `crystal-${hseHz / 1_000_000}.json`);
  writeFileSync(path, JSON.stringify({ chip: 'W5500', ...BRISK, mcu: { platform: 'spl', clock: { hseHz } } }));
  return path;
}

const simulated = (spec: string, library: string) =>
  keepwire(folder, ['simulate', spec, '--vendor', library, '--engine', 'arm', '--scenario', 'cable-cut']);

/** The library with a SystemInit that divides the crystal by 2 before the PLL multiplies by 9. */
function forCrystalOf16MHz(library: string): string {
  const copy = join(folder, 'library');
  cpSync(library, copy, { recursive: true, filter: (path) => !/Examples|Utilities|\.git$/.test(path) });
  const systems = readdirSync(copy, { recursive: true, encoding: 'utf8' }).filter((path) => {
    return basename(path) === 'system_stm32f10x.c';
  });
  for (const path of systems) {
    const text = readFileSync(join(copy, path), 'utf8');
    const times9 = /RCC_CFGR_PLLSRC_HSE\s*\|\s*RCC_CFGR_PLLMULL9/g;
    writeFileSync(join(copy, path), text.replace(times9, 'RCC_CFGR_PLLXTPRE_HSE_Div2 | $&'));
  }
  return copy;
}

describe('ST’s library', () => {
  skipSuite(SPL === null ? WHY_SKIPPED : null);
  const library = SPL ?? '';

  test('a crystal of 8 MHz: the clock is the planned one, and a dead peer is noticed in time', async () => {
    const { exitCode, stdout } = await simulated(specFile(8_000_000), library);
    expect(exitCode, stdout).toBe(0);
  });

  test('a crystal of 16 MHz, which SystemInit multiplies by 9: the firmware tells that the clock is not the planned one', async () => {
    const { exitCode, stdout } = await simulated(specFile(16_000_000), library);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /firmware: SYSCLK is not what was planned: SystemInit .* a crystal of 16000000 Hz \(HSE_VALUE\)/,
    );
    expect(stdout).toContain('SYSCLK is 144 MHz');
  });

  test('a crystal of 16 MHz, for which SystemInit has been changed: the planned clock', async () => {
    const { exitCode, stdout } = await simulated(specFile(16_000_000), forCrystalOf16MHz(library));
    expect(exitCode, stdout).toBe(0);
    expect(stdout).not.toContain('SYSCLK is not what was planned');
  });

  test('a crystal of 16 MHz in a build without HSE_VALUE: the compiler says what is missing', async () => {
    needTools('compiler');
    const spec = specFile(16_000_000);
    await keepwire(folder, ['generate', spec, '--out', 'fw']);
    const all = readdirSync(library, { recursive: true, encoding: 'utf8' });
    const headers = ['stm32f10x.h', 'core_cm3.h', 'stm32f10x_conf.h', 'stm32f10x_rcc.h'];
    const includes = headers.map((name) => all.find((path) => basename(path) === name) ?? name);
    const flags = includes.flatMap((path) => ['-isystem', join(library, dirname(path))]);
    const build = (define: readonly string[]) => {
      const args = [
        ...COMPILE_FLAGS,
        '-mcpu=cortex-m3',
        '-mthumb',
        '-DSTM32F10X_MD',
        '-DUSE_STDPERIPH_DRIVER',
        ...flags,
      ];
      const cwd = join(folder, 'fw', basename(spec, '.json'));
      return execa('arm-none-eabi-gcc', [...args, ...define, '-c', 'kw_clock.c'], { cwd, reject: false });
    };
    expect((await build([])).stderr).toContain('compile everything with -DHSE_VALUE=16000000U');
    expect((await build(['-DHSE_VALUE=16000000U'])).exitCode).toBe(0);
  });
});
