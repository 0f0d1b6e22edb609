/** A spec without `timer`: the platform decides, and a timer's tick is 1 ms exactly at every clock. */
import { describe, expect, test } from 'vitest';
import { reachableSysclksHz } from '../../generator/hardware/clock.ts';
import { PARTS } from '../../generator/hardware/parts.ts';
import { parseSpec } from '../../generator/input/index.ts';

const LEAST = { chip: 'W5500', keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 } };

function timerOf(keys: object) {
  const parsed = parseSpec(JSON.stringify({ ...LEAST, ...keys }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value.timer;
}

test.each([
  ['registers', 'timer'],
  ['spl', 'timer'],
  ['hal', 'millis'],
  ['custom', 'millis'],
  ['iolibrary', 'millis'],
])('platform %s: %s', (platform, source) => {
  expect(timerOf({ mcu: { platform }, wiring: { cs: 'PA4' } }).source).toBe(source);
});

test('72 MHz are divided to microseconds', () => {
  expect(timerOf({})).toEqual({ source: 'timer', instance: 'TIM2', prescaler: 71, namePrefix: null });
  expect(timerOf({ timer: { instance: 'TIM3' } })).toEqual({
    source: 'timer',
    instance: 'TIM3',
    prescaler: 71,
    namePrefix: null,
  });
});

describe.each(Object.values(PARTS))('$name', (part) => {
  test.each(['HSE', 'HSI'] as const)('every clock from %s has an exact tick', (source) => {
    const clocks = reachableSysclksHz(part, source, 8_000_000);
    expect(clocks.length).toBeGreaterThan(3);
    for (const sysclkHz of clocks) {
      const mcu = { part: part.name, clock: { source, hseHz: 8_000_000, sysclkHz } };
      const parsed = parseSpec(JSON.stringify({ ...LEAST, mcu, wiring: { reset: 'PB0', interrupt: null } }));
      const problems = parsed.ok ? [] : parsed.problems.filter(({ pointer }) => pointer.startsWith('/timer'));
      expect([sysclkHz, problems]).toEqual([sysclkHz, []]);
    }
  });
});
