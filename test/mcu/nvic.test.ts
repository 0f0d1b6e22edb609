import { expect, test } from 'vitest';
import type { InterruptLine } from '../../simulator/mcu/interrupt-line.ts';
import { Nvic } from '../../simulator/mcu/nvic.ts';

/** ARMv7-M B3.4, from 0xE000E100; line 37 is bit 5 of the second word. */
const [ISER1, ICER1, ISPR1, ICPR1] = [0x004, 0x084, 0x104, 0x184] as const;
const BIT = 1 << 5;

function line37(nvic: Nvic): InterruptLine {
  return nvic.lines[37] as InterruptLine;
}

test('set and clear enable', () => {
  const nvic = new Nvic(43);
  nvic.write(0x000, BIT);
  expect(line37(nvic).enabled).toBe(false);
  nvic.write(ISER1, BIT);
  nvic.write(ISER1, 1);
  expect(line37(nvic).enabled).toBe(true);
  expect([nvic.read(ISER1), nvic.read(ICER1)]).toEqual([BIT | 1, BIT | 1]);
  nvic.write(ICER1, BIT);
  expect(line37(nvic).enabled).toBe(false);
  expect(nvic.read(ISER1)).toBe(1);
});

test('a line that is high stays pending, one that went low can be cleared', () => {
  const nvic = new Nvic(43);
  line37(nvic).sense(true);
  nvic.write(ICPR1, BIT);
  expect(nvic.read(ISPR1)).toBe(BIT);
  line37(nvic).sense(false);
  expect(nvic.read(ISPR1)).toBe(BIT);
  nvic.write(ICPR1, BIT);
  expect(nvic.read(ISPR1)).toBe(0);
});

test('taken only when pending, enabled and not being handled', () => {
  const line = new Nvic(43).lines[37] as InterruptLine;
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
  const line = new Nvic(43).lines[37] as InterruptLine;
  line.enabled = true;
  line.sense(true);
  line.enter();
  line.sense(false);
  line.sense(true);
  line.sense(false);
  line.leave();
  expect(line.takes).toBe(true);
});
