import { describe, expect, test } from 'vitest';
import { render } from '../../generator/emit/render.ts';
import { shareOf } from '../whole/share.ts';
import { planOfText } from './examples.ts';
import { warningsOf } from './warnings.ts';

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

interface Combination {
  readonly part: string;
  readonly chip: string;
  readonly platform: string;
  readonly count: number;
  readonly trace: 'usart1' | null;
  readonly millis: boolean;
  readonly wiring: object;
}

/**
 * Every part with every chip on both platforms, and pairwise with the rest: each part, chip and platform meets each of
 * the socket counts 1 to 8, and each part each wiring, with and without marks (SPI, INTn and RSTn wired or not, a JTAG pin in use).
 */
function combinations(part: string): Combination[] {
  const shift = PARTS.findIndex(([name]) => name === part);
  const wirings = [
    { spi: 'SPI1' },
    { spi: 'SPI2', interrupt: null },
    { spi: 'SPI1', cs: 'PA15', interrupt: 'PB3' },
    { spi: 'SPI2', cs: 'PC13', interrupt: 'PB4' },
    { reset: null },
  ];
  const kinds = [0, 1].flatMap(() => CHIPS.flatMap((chip) => PLATFORMS.map((platform) => ({ part, chip, platform }))));
  return kinds.map((kind, index) => ({
    ...kind,
    count: ((index + shift) % 8) + 1,
    trace: (index + shift) % 3 === 0 ? ('usart1' as const) : null,
    millis: (index + shift) % 4 === 0,
    wiring: wirings[(index + (index >> 2)) % wirings.length] ?? {},
  }));
}

function filesOf({ part, chip, platform, count, trace, millis, ...one }: Combination): ReadonlyMap<string, string> {
  const wiring = chip === 'W5200' && 'reset' in one.wiring ? {} : one.wiring; // it needs the pin
  const spec = {
    chip,
    keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 },
    timer: millis ? { source: 'millis' } : { prescaler: part === 'STM32F100RB' ? 23 : 71 },
    mcu: { part, platform },
    wiring: { ...wiring, ...(part === 'STM32F100RB' ? { spiMaxHz: 12_000_000 } : {}) },
    trace,
    sockets: [{ role: 'server', port: 5000, count }],
  };
  return new Map(render(planOfText(JSON.stringify(spec))).map(({ path, text }) => [path, text]));
}

describe('every chip, platform and socket count compiles without a warning', () => {
  test.each(PARTS)('%s', async (part, density) => {
    for (const one of shareOf(
      combinations(part),
      3,
      PARTS.findIndex(([name]) => name === part),
    )) {
      expect(await warningsOf(filesOf(one), one.platform === 'spl' ? density : null), JSON.stringify(one)).toBe('');
    }
  });
});
