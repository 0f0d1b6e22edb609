import { describe, expect, test } from 'vitest';
import { FAMILIES, LINES } from '../../generator/hardware/families.ts';
import { PARTS, partOf } from '../../generator/hardware/parts.ts';
import { hasPin, isOscillatorPin, parsePin } from '../../generator/hardware/pins.ts';
import { splDensityOf } from '../../generator/platforms/spl/density.ts';

/**
 * Columns: flash KiB, RAM KiB (datasheets' device summaries), last interrupt line (CMSIS device headers: TIM7_IRQn 55,
 * USBWakeUp_IRQn 42, DMA2_Channel4_5_IRQn 59), timers, pins of ports A…G, density macro.
 */
const parts = [
  ['STM32F100RB', 128, 8, 55, '2 3 4 6 7', [16, 16, 16, 3, 0, 0, 0], 'STM32F10X_MD_VL'],
  ['STM32F103C8', 64, 20, 42, '2 3 4', [16, 16, 3, 2, 0, 0, 0], 'STM32F10X_MD'],
  ['STM32F103CB', 128, 20, 42, '2 3 4', [16, 16, 3, 2, 0, 0, 0], 'STM32F10X_MD'],
  ['STM32F103RB', 128, 20, 42, '2 3 4', [16, 16, 16, 3, 0, 0, 0], 'STM32F10X_MD'],
  ['STM32F103RC', 256, 48, 59, '2 3 4 5 6 7', [16, 16, 16, 3, 0, 0, 0], 'STM32F10X_HD'],
  ['STM32F103VE', 512, 64, 59, '2 3 4 5 6 7', [16, 16, 16, 16, 16, 0, 0], 'STM32F10X_HD'],
  ['STM32F103ZE', 512, 64, 59, '2 3 4 5 6 7', [16, 16, 16, 16, 16, 16, 16], 'STM32F10X_HD'],
] as const;

test('the catalogue holds these parts and no other', () => {
  expect(Object.keys(PARTS).sort()).toEqual(parts.map(([name]) => name));
});

test.each(parts)('%s', (name, flashKiB, ramKiB, lastIrq, timers, pinCounts, density) => {
  const part = partOf(name);
  expect(part.name).toBe(name);
  expect([part.flashBytes / 1024, part.ramBytes / 1024]).toEqual([flashKiB, ramKiB]);
  expect(part.irqCount).toBe(lastIrq + 1);
  expect(part.timers.map((timer) => timer.replace('TIM', '')).join(' ')).toBe(timers);
  expect(splDensityOf(part)).toBe(density);
  const bonded = [...'ABCDEFG'].map(
    (port) => Array.from({ length: 16 }, (_, number) => `P${port}${number}`).filter((pin) => hasPin(part, pin)).length,
  );
  expect(bonded).toEqual(pinCounts);
});

test('a part that is not there', () => {
  expect(() => partOf('STM32F407VG')).toThrow('STM32F407VG');
});

/** CMSIS headers: peripheral base, enable bit, interrupt line. The same on all parts that have the timer. */
test.each([
  ['TIM2', 0x40000000, 0, 28],
  ['TIM3', 0x40000400, 1, 29],
  ['TIM4', 0x40000800, 2, 30],
  ['TIM5', 0x40000c00, 3, 50],
  ['TIM6', 0x40001000, 4, 54],
  ['TIM7', 0x40001400, 5, 55],
] as const)('%s of the F1', (name, base, apb1EnableBit, irqNumber) => {
  expect(FAMILIES.F1.timers[name]).toMatchObject({ base, apb1EnableBit, irqNumber });
});

test("every timer interrupts within its part's vector table", () => {
  for (const part of Object.values(PARTS)) {
    for (const timer of part.timers) {
      expect(FAMILIES[part.family].timers[timer].irqNumber).toBeLessThan(part.irqCount);
    }
  }
});

test("the default system clocks are the lines' highest", () => {
  expect(LINES.F103.defaultSysclkHz).toBe(72_000_000);
  expect(LINES.F100.defaultSysclkHz).toBe(24_000_000);
});

describe('pins', () => {
  test.each([
    ['PA0', { port: 'A', number: 0 }],
    ['PC13', { port: 'C', number: 13 }],
    ['PG15', { port: 'G', number: 15 }],
    ['PA16', null],
    ['PH1', null],
    ['PA01', null],
    ['pa1', null],
    ['A1', null],
    ['PA1 ', null],
    ['PA-1', null],
    ['', null],
  ])('%j is read as %j', (name, pin) => expect(parsePin(name)).toEqual(pin));

  test.each([
    ['STM32F103C8', 'PC12', false],
    ['STM32F103C8', 'PC13', true],
    ['STM32F103C8', 'PD1', true],
    ['STM32F103C8', 'PD2', false],
    ['STM32F103RB', 'PD2', true],
    ['STM32F103RB', 'PD3', false],
    ['STM32F103VE', 'PE15', true],
    ['STM32F103VE', 'PF0', false],
    ['STM32F103ZE', 'PG15', true],
    ['STM32F103ZE', 'nonsense', false],
  ])('%s, %s: %s', (part, pin, there) => expect(hasPin(partOf(part), pin)).toBe(there));

  test.each([
    ['STM32F103C8', 'PD0', true],
    ['STM32F103RC', 'PD1', true],
    ['STM32F103RC', 'PD2', false],
    ['STM32F103VE', 'PD0', false],
  ])('%s shares %s with the crystal: %s', (part, pin, shared) =>
    expect(isOscillatorPin(partOf(part), pin)).toBe(shared),
  );
});
