import { expect, test } from 'vitest';
import { Nvic } from '../../../simulator/engine/mcu/nvic.ts';

/** ARMv7-M B3.4, from 0xE000E100; line 37 is bit 5 of the second word. */
const [ISER1, ICER1, ISPR1, ICPR1] = [0x004, 0x084, 0x104, 0x184] as const;
const BIT = 1 << 5;

test('set and clear enable', () => {
  const nvic = new Nvic(37);
  nvic.write(0x000, BIT);
  expect(nvic.line.enabled).toBe(false);
  nvic.write(ISER1, BIT);
  nvic.write(ISER1, 1);
  expect(nvic.line.enabled).toBe(true);
  expect([nvic.read(ISER1), nvic.read(ICER1)]).toEqual([BIT | 1, BIT | 1]);
  nvic.write(ICER1, BIT);
  expect(nvic.line.enabled).toBe(false);
  expect(nvic.read(ISER1)).toBe(1);
});

test('a line that is high stays pending, one that went low can be cleared', () => {
  const nvic = new Nvic(37);
  nvic.line.sense(true);
  nvic.write(ICPR1, BIT);
  expect(nvic.read(ISPR1)).toBe(BIT);
  nvic.line.sense(false);
  expect(nvic.read(ISPR1)).toBe(BIT);
  nvic.write(ICPR1, BIT);
  expect(nvic.read(ISPR1)).toBe(0);
});

test('taken only when pending, enabled and not being handled', () => {
  const { line } = new Nvic(37);
  line.sense(true);
  expect(line.takes).toBe(false);
  line.enabled = true;
  expect(line.takes).toBe(true);
  line.enter();
  expect(line.takes).toBe(false);
  line.leave(); // still high: again
  expect(line.takes).toBe(true);
  line.enter();
  line.sense(false);
  line.leave();
  expect(line.takes).toBe(false);
});

test('an edge while the handler runs is not lost', () => {
  const { line } = new Nvic(37);
  line.enabled = true;
  line.sense(true);
  line.enter();
  line.sense(false);
  line.sense(true);
  line.sense(false);
  line.leave();
  expect(line.takes).toBe(true);
});
