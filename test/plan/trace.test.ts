import { expect, test } from 'vitest';
import { planOf } from '../../generator/plan/plan.ts';
import { wordsOf } from '../../generator/platforms/f1/words.ts';
import { specWith } from './spec.ts';

test('no marks unless asked for', () => {
  const plan = planOf(specWith());
  expect(plan.trace).toBeNull();
  expect(plan.gpio.pins.map(({ role }) => role)).not.toContain('trace');
});

/** RM0008 table 192, 115.2 kBps: USARTDIV 39.0625 at 72 MHz; 24 MHz by 27.3.4. BRR holds sixteenths. */
test.each([
  ['STM32F103C8', { sysclkHz: 72_000_000 }, 39.0625 * 16, 0],
  ['STM32F100RB', { sysclkHz: 24_000_000 }, 13 * 16, 1600],
] as const)('%s at %o', (part, clock, brr, errorPpm) => {
  const plan = planOf(specWith({ part, clock, timer: { prescaler: 23 }, trace: 'usart1' }));
  expect(plan.trace).toMatchObject({ instance: 'USART1', baud: 115_200, divider: brr });
  expect(wordsOf(plan).usart).toEqual({ base: 0x4001_3800, enableBit: 14, brr });
  expect(Math.abs((plan.trace?.errorPpm ?? Infinity) - errorPpm)).toBeLessThan(100);
});

test('TX is an alternate function push-pull on PA9, beside the other pins of its port', () => {
  const portA = (spec: ReturnType<typeof specWith>) => wordsOf(planOf(spec)).ports.find((it) => it.port === 'A');
  const port = portA(specWith({ trace: 'usart1' }));
  // RM0008 9.2.2: pin 9 is CRH bits 7:4, MODE 10 (2 MHz), CNF 10.
  expect(port).toMatchObject({ crhMask: 0xf0, crhValue: 0xa0 });
  expect(port?.crlMask).toBe(portA(specWith())?.crlMask);
});
