import { describe, expect, test } from 'vitest';
import { planChip, planSockets } from '../../generator/plan/chip.ts';
import { numbered, server } from './spec.ts';

test('W5500: 500 µs of reset become one tick and one more; modules ask for 50 ms', () => {
  expect(planChip('W5500', true)).toEqual({
    name: 'W5500',
    version: 4,
    spiMaxHz: 33_300_000,
    resetLowMs: 2,
    resetReadyMs: 50,
    retryMs: 1000,
  });
});

test('W5200: 2 µs of reset, 150 ms to be ready', () => {
  expect(planChip('W5200', true)).toEqual({
    name: 'W5200',
    version: 3,
    spiMaxHz: 30_000_000,
    resetLowMs: 2,
    resetReadyMs: 150,
    retryMs: 1000,
  });
});

describe('sockets', () => {
  test('entries are spread out in order', () => {
    const sockets = planSockets(
      'W5500',
      numbered([server({ port: 5000, count: 2 }), server({ port: 502, rxKiB: 4, txKiB: 1 })]),
    );
    expect(sockets.map((it) => [it.number, it.port, it.rxKiB, it.txKiB, it.rxBase, it.txBase])).toEqual([
      [0, 5000, 2, 2, null, null],
      [1, 5000, 2, 2, null, null],
      [2, 502, 4, 1, null, null],
    ]);
  });

  /** W5200 datasheet p. 37: TX memory from 0x8000, RX memory from 0xC000, 2 KiB each by default. */
  test('W5200 with all eight of the default size', () => {
    const sockets = planSockets('W5200', [server({ count: 8 })]);
    expect(sockets.map((it) => it.txBase)).toEqual([0x8000, 0x8800, 0x9000, 0x9800, 0xa000, 0xa800, 0xb000, 0xb800]);
    expect(sockets.map((it) => it.rxBase)).toEqual([0xc000, 0xc800, 0xd000, 0xd800, 0xe000, 0xe800, 0xf000, 0xf800]);
  });

  test('W5200 with unequal sizes: receive and transmit add up apart', () => {
    const sockets = planSockets(
      'W5200',
      numbered([
        server({ port: 1, rxKiB: 8, txKiB: 1 }),
        server({ port: 2, rxKiB: 1, txKiB: 8 }),
        server({ port: 3, rxKiB: 4, txKiB: 4 }),
      ]),
    );
    expect(sockets.map((it) => [it.rxBase, it.txBase])).toEqual([
      [0xc000, 0x8000],
      [0xe000, 0x8400],
      [0xe400, 0xa400],
    ]);
  });
});
