import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reachableSysclksHz, solveClock } from '../../generator/hardware/clock.ts';
import { PARTS, partOf } from '../../generator/hardware/parts.ts';
import { apb1TimerClockHz, exactReload, nearestExactPrescalers, planTimer } from '../../generator/hardware/timer.ts';

const MHZ = 1_000_000;

describe('reload for exactly 1 ms', () => {
  test.each([
    ['the note at 72 MHz', 72 * MHZ, 71, 999],
    ['24 MHz', 24 * MHZ, 23, 999],
    ['64 MHz', 64 * MHZ, 63, 999],
    ['the largest reload', 65_536_000, 0, 65_535],
    ['one beyond it', 65_537_000, 0, null],
    ['72 MHz undivided is too much for 16 bit', 72 * MHZ, 0, null],
    ['the smallest reload', 72 * MHZ, 35_999, 1],
    ['a reload of 0 stops the counter', 72 * MHZ, 71_999, null],
    ['24 MHz with reload 0', 24 * MHZ, 23_999, null],
    ['no divisor', 72 * MHZ, 72, null],
    ['no whole kHz', 8_000_500, 7, null],
    ['PSC beyond 16 bit', 131_072_000, 65_536, null],
    ['negative PSC', 72 * MHZ, -1, null],
    ['broken PSC', 72 * MHZ, 71.5, null],
  ])('%s', (_name, clockHz, psc, arr) => expect(exactReload(clockHz, psc)).toBe(arr));

  test('whatever is found makes exactly one millisecond, and nothing is missed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 170_000 }), fc.integer({ min: 0, max: 65_535 }), (khz, psc) => {
        const clockHz = khz * 1000;
        const arr = exactReload(clockHz, psc);
        if (arr === null) {
          const counts = clockHz / 1000 / (psc + 1);
          expect(Number.isInteger(counts) && counts >= 2 && counts <= 65_536).toBe(false);
        } else {
          expect(BigInt(psc + 1) * BigInt(arr + 1) * 1000n).toBe(BigInt(clockHz));
          expect(arr >= 1 && arr <= 65_535).toBe(true);
        }
      }),
      { numRuns: 5000, seed: 2 },
    );
  });
});

describe('nearest prescalers', () => {
  test.each([
    ['72 does not divide, 71 and 74 do', 72 * MHZ, 72, [71, 74]],
    ['72 MHz undivided: only above', 72 * MHZ, 0, [1]],
    ['beyond the last one: only below', 72 * MHZ, 60_000, [35_999]],
    ['no whole kHz: none', 8_000_500, 7, []],
    ['one that works names its neighbours', 72 * MHZ, 71, [63, 74]],
  ])('%s', (_name, clockHz, psc, nearest) => expect(nearestExactPrescalers(clockHz, psc)).toEqual(nearest));
});

describe('TIMxCLK, clock tree in RM0008 7.2', () => {
  test.each([
    ['APB1 undivided', 24 * MHZ, 1, 24 * MHZ],
    ['APB1 halved', 36 * MHZ, 2, 72 * MHZ],
    ['APB1 quartered', 18 * MHZ, 4, 36 * MHZ],
  ] as const)('%s', (_name, pclk1Hz, apb1Divider, clockHz) => {
    expect(apb1TimerClockHz({ pclk1Hz, apb1Divider })).toBe(clockHz);
  });

  test('is SYSCLK on every part at every reachable clock, because APB1 is never divided by more than 2', () => {
    for (const part of Object.values(PARTS)) {
      for (const sysclkHz of reachableSysclksHz(part, 'HSE', 8 * MHZ)) {
        const clock = solveClock(part, { source: 'HSE', hseHz: 8 * MHZ, sysclkHz });
        expect(clock && apb1TimerClockHz(clock)).toBe(sysclkHz);
      }
    }
  });
});

describe('the timer of a part', () => {
  const wish = { prescaler: 71, priority: 1 } as const;
  const clockOf = (name: string, sysclkHz: number) => {
    const clock = solveClock(partOf(name), { source: 'HSE', hseHz: 8 * MHZ, sysclkHz });
    if (clock === null) throw new Error('unreachable');
    return clock;
  };

  test.each([
    ['STM32F103C8', 'TIM2', 28, 'TIM2'],
    ['STM32F103RC', 'TIM6', 54, 'TIM6'],
    ['STM32F103ZE', 'TIM5', 50, 'TIM5'],
  ] as const)('%s %s', (part, instance, irqNumber, irq) => {
    expect(planTimer(partOf(part), clockOf(part, 72 * MHZ), { instance, ...wish })).toEqual({
      instance,
      irqNumber,
      handler: `${irq}_IRQHandler`,
      priority: 1,
      clockHz: 72 * MHZ,
      psc: 71,
      arr: 999,
      tickNs: 1_000_000,
      errorPpm: 0,
    });
  });

  test('TIM6 of the F100 shares its line with the DAC', () => {
    const timer = planTimer(partOf('STM32F100RB'), clockOf('STM32F100RB', 24 * MHZ), {
      instance: 'TIM6',
      prescaler: 23,
      priority: 1,
    });
    expect([timer.handler, timer.arr]).toEqual(['TIM6_DAC_IRQHandler', 999]);
  });

  test('a timer that the part lacks', () => {
    const clock = clockOf('STM32F103C8', 72 * MHZ);
    expect(() => planTimer(partOf('STM32F103C8'), clock, { instance: 'TIM5', ...wish })).toThrow('TIM5');
  });
});
