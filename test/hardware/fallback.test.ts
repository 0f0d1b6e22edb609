import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reachableSysclksHz, solveClock } from '../../generator/hardware/clock.ts';
import { planFallback } from '../../generator/hardware/fallback.ts';
import { LINES } from '../../generator/hardware/families.ts';
import { partOf } from '../../generator/hardware/parts.ts';
import { apb1TimerClockHz, exactReload, nearestExactPrescalers } from '../../generator/hardware/timer.ts';

const MHZ = 1_000_000;
const F103 = partOf('STM32F103C8');

function fallbackOf(part: typeof F103, hseHz: number, sysclkHz: number, psc: number) {
  const clock = solveClock(part, { source: 'HSE', hseHz, sysclkHz });
  if (clock === null) throw new Error('no clock');
  const arr = exactReload(apb1TimerClockHz(clock), psc);
  if (arr === null) throw new Error('no tick');
  return { clock, fallback: planFallback(part, clock, { psc, arr }) };
}

// RM0008 7.2: HSI is 8 MHz and enters the PLL halved; the timer's clock is twice PCLK1 where APB1 is divided.
test.each([
  ['72 MHz', 8, 72, 71, [64, 16, 1, 64, 63, 999]],
  ['72 MHz, a reload that 64 MHz cannot keep', 8, 72, 8, [64, 16, 1, 64, 7, 7999]],
  ['24 MHz', 8, 24, 23, [24, 6, 1, 24, 23, 999]],
  ['HSE itself', 8, 8, 7, [8, null, 1, 8, 7, 999]],
  ['HSE itself, slower than HSI', 5, 5, 4, [8, null, 2, 4, 3, 999]],
] as const)('%s', (_name, hse, sysclk, psc, [sysclkMhz, pllMultiplier, ahbDivider, timerMhz, ...tick]) => {
  const { fallback } = fallbackOf(F103, hse * MHZ, sysclk * MHZ, psc);
  const [fallbackPsc, arr] = tick;
  expect(fallback).toMatchObject({ sysclkHz: sysclkMhz * MHZ, pllMultiplier, ahbDivider, psc: fallbackPsc, arr });
  expect(fallback?.timerClockHz).toBe(timerMhz * MHZ);
});

test('a clock from HSI needs none', () => {
  const clock = solveClock(F103, { source: 'HSI', hseHz: 8 * MHZ, sysclkHz: 64 * MHZ });
  expect(clock && planFallback(F103, clock, { psc: 63, arr: 999 })).toBe(null);
});

test('for every crystal the tick is exact, and no bus is faster than planned', () => {
  const parts = fc.constantFrom(F103, partOf('STM32F100RB'));
  fc.assert(
    fc.property(parts, fc.integer({ min: 40, max: 240 }), fc.nat(), fc.nat(), (part, tenths, which, wish) => {
      const hseHz = tenths * 100_000;
      const reachable = reachableSysclksHz(part, 'HSE', hseHz);
      if (reachable.length === 0) return;
      const sysclkHz = reachable[which % reachable.length] as number;
      const planned = solveClock(part, { source: 'HSE', hseHz, sysclkHz });
      const psc = planned && nearestExactPrescalers(apb1TimerClockHz(planned), wish % 100)[0];
      if (psc == null) return;
      const { clock, fallback } = fallbackOf(part, hseHz, sysclkHz, psc);
      if (fallback === null) throw new Error('no fallback');
      expect(1000 * (fallback.psc + 1) * (fallback.arr + 1)).toBe(fallback.timerClockHz);
      expect(fallback.sysclkHz / fallback.ahbDivider).toBeLessThanOrEqual(clock.hclkHz);
      expect(fallback.pclk2Hz).toBeLessThanOrEqual(clock.pclk2Hz);
      expect(fallback.timerClockHz).toBeLessThanOrEqual(apb1TimerClockHz(clock));
      expect(fallback.sysclkHz).toBeLessThanOrEqual(LINES[part.line].sysclkMaxHz);
    }),
    { numRuns: 300, seed: 9 },
  );
});
