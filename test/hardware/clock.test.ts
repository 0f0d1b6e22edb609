import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reachableSysclksHz, solveClock } from '../../generator/hardware/clock.ts';
import { PARTS, partOf } from '../../generator/hardware/parts.ts';
import { rccWords } from '../../generator/platforms/f1/rcc.ts';

const F103 = partOf('STM32F103C8');
const F100 = partOf('STM32F100RB');
const MHZ = 1_000_000;

describe('clock settings, and the register words that make them by RM0008 7.3.2 and RM0041 6.3.2, 6.3.12', () => {
  /** Columns: part, source, [HSE, SYSCLK] in MHz, PLL as [input in MHz, predivider, multiplier], [PCLK1, PCLK2] in MHz, LATENCY, [CFGR, CFGR2, SW]. */
  test.each([
    ['the usual 72 MHz', F103, 'HSE', [8, 72], [8, 1, 9], [36, 72], 2, [0x001d0400, null, 2]],
    ['the most from HSI', F103, 'HSI', [8, 64], [4, 2, 16], [32, 64], 2, [0x00380400, null, 2]],
    ['72 MHz from 16 MHz needs the divider', F103, 'HSE', [16, 72], [8, 2, 9], [36, 72], 2, [0x001f0400, null, 2]],
    ['12 MHz crystal', F103, 'HSE', [12, 72], [12, 1, 6], [36, 72], 2, [0x00110400, null, 2]],
    ['36 MHz leaves APB1 undivided', F103, 'HSE', [8, 36], [4, 2, 9], [36, 36], 1, [0x001f0000, null, 2]],
    ['48 MHz takes one wait state', F103, 'HSE', [8, 48], [8, 1, 6], [24, 48], 1, [0x00110400, null, 2]],
    ['24 MHz takes none', F103, 'HSE', [8, 24], [8, 1, 3], [24, 24], 0, [0x00050000, null, 2]],
    ['the crystal itself', F103, 'HSE', [8, 8], null, [8, 8], 0, [0, null, 1]],
    ['HSI itself', F103, 'HSI', [8, 8], null, [8, 8], 0, [0, null, 0]],
    ['F100 at its most', F100, 'HSE', [8, 24], [8, 1, 3], [24, 24], null, [0x00050000, 0, 2]],
    ['F100 from HSI', F100, 'HSI', [8, 24], [4, 2, 6], [24, 24], null, [0x00100000, 0, 2]],
    ['F100, smallest multiplier', F100, 'HSE', [10, 20], [10, 1, 2], [20, 20], null, [0x00010000, 0, 2]],
    ['F100, divider 5', F100, 'HSE', [20, 24], [4, 5, 6], [24, 24], null, [0x00110000, 4, 2]],
    ['F100, even divider mirrored in PLLXTPRE', F100, 'HSE', [16, 24], [8, 2, 3], [24, 24], null, [0x00070000, 1, 2]],
    ['F100, crystal itself', F100, 'HSE', [24, 24], null, [24, 24], null, [0, 0, 1]],
  ] as const)('%s', (_name, part, source, [hse, sysclk], pll, [pclk1, pclk2], flashLatency, [cfgr, cfgr2, sw]) => {
    const clock = solveClock(part, { source, hseHz: hse * MHZ, sysclkHz: sysclk * MHZ });
    expect(clock && rccWords(part, clock, null)).toEqual({ cfgr, cfgr2, sw, fallbackCfgr: null, flashLatency });
    expect(clock).toEqual({
      source,
      hseHz: source === 'HSE' ? hse * MHZ : null,
      sysclkHz: sysclk * MHZ,
      hclkHz: sysclk * MHZ,
      pclk1Hz: pclk1 * MHZ,
      pclk2Hz: pclk2 * MHZ,
      pll: pll === null ? null : { inputHz: pll[0] * MHZ, predivider: pll[1], multiplier: pll[2] },
      apb1Divider: sysclk / pclk1,
      apb2Divider: sysclk / pclk2,
    });
  });
});

describe('what cannot be made', () => {
  test.each([
    ['no multiplier of 8 or 4 MHz', F103, 'HSE', 8, 71],
    ['72 MHz from HSI', F103, 'HSI', 8, 72],
    ['above the highest', F103, 'HSE', 8, 80],
    ['PLL output below its 16 MHz', F103, 'HSI', 8, 12],
    ['crystal too slow', F103, 'HSE', 3.999999, 3.999999],
    ['crystal too fast', F103, 'HSE', 25, 25],
    ['F103 crystals end at 16 MHz', F103, 'HSE', 20, 40],
    ['F100 above 24 MHz', F100, 'HSE', 8, 32],
  ] as const)('%s', (_name, part, source, hse, sysclk) => {
    expect(solveClock(part, { source, hseHz: hse * MHZ, sysclkHz: sysclk * MHZ })).toBeNull();
  });

  test('HSI ignores the crystal', () => {
    expect(solveClock(F103, { source: 'HSI', hseHz: 1, sysclkHz: 64 * MHZ })).not.toBeNull();
  });
});

test('all system clocks of the usual crystal and of HSI', () => {
  const mhz = (hz: number): number => hz / MHZ;
  expect(reachableSysclksHz(F103, 'HSE', 8 * MHZ).map(mhz)).toEqual([
    8, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60, 64, 72,
  ]);
  expect(reachableSysclksHz(F103, 'HSI', 0).map(mhz)).toEqual([8, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60, 64]);
  expect(reachableSysclksHz(F103, 'HSE', 2 * MHZ)).toEqual([]);
});

describe('every reachable clock of every part', () => {
  /** Datasheets: SYSCLK, PCLK1, PCLK2, PLL input in MHz. */
  const limits = { F103: [72, 36, 72, 25], F100: [24, 24, 24, 24] } as const;

  test.each(Object.values(PARTS).map((part) => [part.name, part] as const))('%s', (_name, part) => {
    const [sysclkMax, pclk1Max, pclk2Max, inputMax] = limits[part.line];
    const hse = fc.integer({ min: 4000, max: part.line === 'F100' ? 24000 : 16000 }).map((khz) => khz * 1000);
    fc.assert(
      fc.property(hse, fc.constantFrom('HSE' as const, 'HSI' as const), (hseHz, source) => {
        const reachable = reachableSysclksHz(part, source, hseHz);
        expect(reachable).toEqual([...new Set(reachable)].sort((a, b) => a - b));
        for (const sysclkHz of reachable) {
          const clock = solveClock(part, { source, hseHz, sysclkHz });
          if (clock === null) throw new Error(`${sysclkHz} Hz was called reachable`);
          expect(sysclkHz).toBeLessThanOrEqual(sysclkMax * MHZ);
          expect(clock.pclk1Hz).toBeLessThanOrEqual(pclk1Max * MHZ);
          expect(clock.pclk2Hz).toBeLessThanOrEqual(pclk2Max * MHZ);
          expect(clock.pclk1Hz * clock.apb1Divider).toBe(sysclkHz);
          if (clock.pll === null) continue;
          const { inputHz, predivider, multiplier } = clock.pll;
          expect(inputHz * predivider).toBe(source === 'HSE' ? hseHz : 8 * MHZ);
          expect(inputHz * multiplier).toBe(sysclkHz);
          expect(inputHz).toBeGreaterThanOrEqual(MHZ);
          expect(inputHz).toBeLessThanOrEqual(inputMax * MHZ);
          expect(sysclkHz).toBeGreaterThanOrEqual(16 * MHZ);
          expect((rccWords(part, clock, null).cfgr >> 18) & 0xf).toBe(multiplier - 2);
        }
      }),
      { numRuns: 60, seed: 1 },
    );
  });
});
