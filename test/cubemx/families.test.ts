/** What the file of a family shows and leaves out, on the project of an F103 with another part in it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CubeProject } from '../../generator/cubemx/project.ts';
import { PROJECTS, reading } from './read.ts';

const GAUGE = readFileSync(join(PROJECTS, 'f103/gauge.ioc'), 'utf8');

/** Frequencies that the file has are taken out: what CubeMX writes differs with the family. */
function projectOf(family: string, code: string, clocks: readonly string[] = []): CubeProject {
  const kept = GAUGE.split('\n').filter((line) => !/^RCC\.|^SPI1\.(?:CalculateBaudRate)=/.test(line));
  const text = kept
    .join('\n')
    .replace('Direction,CalculateBaudRate,', 'Direction,')
    .replace('Mcu.Family=STM32F1', `Mcu.Family=${family}`)
    .replace(/^Mcu\.CPN=.*$/m, `Mcu.CPN=${code}`)
    .replace(/^Mcu\.UserName=.*$/m, `Mcu.UserName=${code.replace(/\d(?=[A-Z]*$)/, 'x')}`);
  const read = reading(`${text.trimEnd()}\n${clocks.join('\n')}\n`);
  if (!read.ok) throw new Error(JSON.stringify(read.refusal));
  return read.value;
}

/**
 * The clock after reset: RM0438 9.1 (L5, MSI at 4 MHz). C0, U0, U3, WBA and WL: CubeMX writes it, and it depends on option
 * bytes or the part. SPI: RM0490, RM0438, RM0503, RM0453 (a FIFO, 4 to 16 bits); RM0487, RM0493 (a kernel clock of its own).
 */
const FAMILIES = [
  ['STM32C0', 'STM32C031C6T6', 'STM32C031C6', null, null],
  ['STM32L5', 'STM32L552ZET6Q', 'STM32L552ZE', 4_000_000, null],
  ['STM32U0', 'STM32U083RCT6', 'STM32U083RC', null, null],
  ['STM32U3', 'STM32U385RGT6Q', 'STM32U385RG', null, false],
  ['STM32WL', 'STM32WL55JCI6', 'STM32WL55JC', null, null],
  ['STM32WBA', 'STM32WBA52CGU6', 'STM32WBA52CG', null, false],
  ['STM32WBA', 'STM32WBA5MMGH6TR', 'STM32WBA5MMG', null, false],
] as const;

describe.each(FAMILIES)('%s, %s', (family, code, part, resetHz, keepsIo) => {
  test('the part, and what is not in the file', () => {
    const { clocks, mcu, spis } = projectOf(family, code);
    expect(mcu.part.value).toBe(part);
    expect(clocks.sysclkHz?.value ?? null).toBe(resetHz);
    expect(spis).toHaveLength(1);
    expect(spis[0]).toMatchObject({ instance: 'SPI1', dataBits: null });
    expect(spis[0]?.keepsIo?.value ?? null).toBe(keepsIo);
  });
});

test('one APB, as C0 and U0 have', () => {
  const { clocks, spis } = projectOf('STM32C0', 'STM32C031C6T6', [
    'RCC.APBFreq_Value=48000000',
    'RCC.APBTimFreq_Value=48000000',
    'RCC.HCLKFreq_Value=48000000',
    'RCC.SYSCLKFreq_VALUE=48000000',
  ]);
  expect([clocks.sysclkHz, clocks.apb1Hz, clocks.apb2Hz, clocks.apb1TimerHz].map((it) => it?.value)).toEqual([
    48_000_000,
    48_000_000,
    undefined,
    48_000_000,
  ]);
  expect(spis[0]?.kernelHz?.value).toBe(48_000_000);
});

test('a kernel clock of each SPI, as U3 and WBA have', () => {
  const frequency = ['RCC.SPI1Freq_Value=96000000', 'RCC.APB2Freq_Value=48000000'];
  for (const [family, code] of [
    ['STM32U3', 'STM32U385RGT6Q'],
    ['STM32WBA', 'STM32WBA52CGU6'],
  ] as const) {
    expect(projectOf(family, code, frequency).spis[0]?.kernelHz?.value).toBe(96_000_000);
    expect(projectOf(family, code, frequency.slice(1)).spis[0]?.kernelHz ?? null).toBeNull();
  }
});
