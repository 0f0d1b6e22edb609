import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, describe, expect, test } from 'vitest';
import { render } from '../../generator/emit/render.ts';
import { planOfText } from './examples.ts';
import { FLAGS } from './flags.ts';

const SPL = fileURLToPath(new URL('../spl/inc/', import.meta.url));

const PARTS = [
  ['STM32F100RB', 'STM32F10X_MD_VL'],
  ['STM32F103C8', 'STM32F10X_MD'],
  ['STM32F103CB', 'STM32F10X_MD'],
  ['STM32F103RB', 'STM32F10X_MD'],
  ['STM32F103RC', 'STM32F10X_HD'],
  ['STM32F103VE', 'STM32F10X_HD'],
  ['STM32F103ZE', 'STM32F10X_HD'],
] as const;
const CHIPS = ['W5200', 'W5500'] as const;
const PLATFORMS = ['registers', 'spl'] as const;

const folder = mkdtempSync(join(tmpdir(), 'keepwire-compile-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Combination {
  readonly part: string;
  readonly chip: string;
  readonly platform: string;
  readonly count: number;
  readonly trace: 'usart1' | null;
  readonly wiring: object;
}

/**
 * Every part with every chip on both platforms, and pairwise with the rest: each part, chip and platform meets each of
 * the socket counts 1 to 8, and each part each wiring, with and without marks (SPI, INTn wired or not, a JTAG pin in use).
 */
function combinations(part: string): Combination[] {
  const shift = PARTS.findIndex(([name]) => name === part);
  const wirings = [
    { spi: 'SPI1' },
    { spi: 'SPI2', interrupt: null },
    { spi: 'SPI1', cs: 'PA15', interrupt: 'PB3' },
    { spi: 'SPI2', cs: 'PC13', interrupt: 'PB4' },
  ];
  const kinds = [0, 1].flatMap(() => CHIPS.flatMap((chip) => PLATFORMS.map((platform) => ({ part, chip, platform }))));
  return kinds.map((kind, index) => ({
    ...kind,
    count: ((index + shift) % 8) + 1,
    trace: (index + shift) % 3 === 0 ? ('usart1' as const) : null,
    wiring: wirings[(index + (index >> 2)) % wirings.length] ?? {},
  }));
}

async function compile(combination: Combination, density: string): Promise<string> {
  const { part, chip, platform, count, trace, wiring } = combination;
  const prescaler = part === 'STM32F100RB' ? 23 : 71;
  const spec = {
    name: `${part}-${chip}-${platform}-${count}`,
    chip,
    keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 },
    timer: { prescaler },
    mcu: { part, platform },
    wiring: { ...wiring, ...(part === 'STM32F100RB' ? { spiMaxHz: 12_000_000 } : {}) },
    trace,
    sockets: [{ role: 'server', port: 5000, count }],
  };
  const files = render(planOfText(JSON.stringify(spec)));
  const dir = mkdtempSync(join(folder, `${spec.name}-`));
  for (const file of files) writeFileSync(join(dir, file.path), file.text);
  const sources = files.map((file) => file.path).filter((path) => path.endsWith('.c'));
  const vendor = platform === 'spl' ? [`-D${density}`, '-isystem', SPL] : [];
  const result = await execa('arm-none-eabi-gcc', [...FLAGS, ...vendor, ...sources], { cwd: dir, reject: false });
  return result.exitCode === 0 ? result.stderr : `${spec.name}: ${result.stderr}`;
}

describe('every chip, platform and socket count compiles without a warning', () => {
  test.each(PARTS)('%s', async (part, density) => {
    const left = combinations(part);
    const worker = async (): Promise<void> => {
      for (let next = left.pop(); next !== undefined; next = left.pop()) {
        expect(await compile(next, density), JSON.stringify(next)).toBe('');
      }
    };
    await Promise.all([worker(), worker()]);
  });
});
