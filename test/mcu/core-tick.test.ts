/** SysTick as the host engine's tick (ARMv7-M B3.3), from its registers' bits as the manual gives them. */
import { describe, expect, test } from 'vitest';
import { CoreTick } from '../../simulator/mcu/core-tick.ts';

const [CTRL, LOAD, VAL] = [0x00, 0x04, 0x08];
const MHZ = 1_000_000;

/** Started at `atNs` with CTRL as given: 1 ENABLE, 2 TICKINT, 4 CLKSOURCE. */
function started(load: number, ctrl = 7, hclkHz = 8 * MHZ, atNs = 0): CoreTick {
  const tick = new CoreTick(hclkHz);
  tick.write(LOAD, load, atNs);
  tick.write(VAL, 0, atNs);
  tick.write(CTRL, ctrl, atNs);
  return tick;
}

describe('its period is LOAD + 1 clocks', () => {
  test.each([
    [7999, 7, 8 * MHZ, 1_000_000],
    [71_999, 7, 72 * MHZ, 1_000_000],
    [999, 3, 8 * MHZ, 1_000_000], // HCLK / 8, RM0008 7.2
    [0xff_ffff, 7, 8 * MHZ, 2_097_152_000],
  ])('LOAD %d, CTRL %d, %d Hz', (load, ctrl, hclkHz, periodNs) => {
    const tick = started(load, ctrl, hclkHz, 500);
    expect(tick.dueNs).toBe(500 + periodNs);
    tick.update();
    expect([tick.dueNs, tick.updatedNs, tick.periodNs]).toEqual([500 + 2 * periodNs, 500 + periodNs, periodNs]);
  });

  test('no number of ticks drifts: 72 MHz / 72001', () => {
    const tick = started(72_000, 7, 72 * MHZ);
    for (let count = 0; count < 72_000; count++) tick.update();
    expect(tick.updatedNs).toBe(72_001_000_000);
  });
});

test('VAL counts down from LOAD, and any write clears it', () => {
  const tick = started(7999);
  tick.update();
  const fromNs = tick.updatedNs;
  expect([125, 250, 999_875].map((ns) => tick.read(VAL, fromNs + ns))).toEqual([7999, 7998, 1]);
  tick.write(VAL, 1234, fromNs + 250);
  expect(tick.read(VAL, fromNs + 250)).toBe(0);
  expect(tick.dueNs).toBe(fromNs + 250 + 1_000_000);
});

test('LOAD takes effect with the next reload', () => {
  const tick = started(7999);
  tick.write(LOAD, 3999, 100);
  expect(tick.dueNs).toBe(1_000_000);
  tick.update();
  expect(tick.dueNs).toBe(1_500_000);
});

test('COUNTFLAG is read once', () => {
  const tick = started(7999);
  expect(tick.read(CTRL, 10)).toBe(7);
  tick.update();
  expect([tick.read(CTRL, tick.updatedNs), tick.read(CTRL, tick.updatedNs)]).toEqual([0x1_0007, 7]);
});

test('its exception is pending once for each expiry, and with TICKINT only', () => {
  const tick = started(7999);
  tick.update();
  expect(tick.line).toBe(true);
  tick.passed();
  expect(tick.line).toBe(false);
  const silent = started(7999, 5);
  silent.update();
  expect([silent.line, silent.willInterrupt]).toEqual([false, false]);
  expect(silent.deadReason).toBe("SysTick's interrupt is not enabled (CTRL.TICKINT)");
});

test.each([
  ['ENABLE is not set', 7999, 6],
  ['LOAD is 0', 0, 7],
])('it does not count: %s', (_name, load, ctrl) => {
  const tick = started(load, ctrl);
  expect([tick.dueNs, tick.periodNs, tick.willInterrupt]).toEqual([Infinity, null, false]);
  expect(tick.deadReason).toBe('SysTick does not count (CTRL.ENABLE, LOAD)');
});
