import { expect, test } from 'vitest';
import { CHIPS } from '../../generator/chips/registry.ts';

test('VERSIONR of the two datasheets', () => {
  expect(CHIPS.W5200.version).toBe(3);
  expect(CHIPS.W5500.version).toBe(4);
});

test('eight sockets and 16 KiB in each direction on both', () => {
  for (const chip of Object.values(CHIPS)) expect([chip.sockets, chip.bufferKiB]).toEqual([8, 16]);
});

test('only the W5500 has a keepalive timer, in units of 5 s', () => {
  expect(CHIPS.W5200.keepaliveTimer).toBeUndefined();
  expect(CHIPS.W5500.keepaliveTimer).toEqual({ socketOffset: 0x2f, unitMs: 5000 });
});

test('a whole 16 KiB for one socket is offered on the W5500 only', () => {
  expect(CHIPS.W5200.bufferSizesKiB).toEqual([1, 2, 4, 8]);
  expect(CHIPS.W5500.bufferSizesKiB).toEqual([1, 2, 4, 8, 16]);
});
