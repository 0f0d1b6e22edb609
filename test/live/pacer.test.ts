import { describe, expect, test } from 'vitest';
import { Pacer } from '../../live/device/pacer.ts';
import { Clock, NS_PER_MS } from '../../simulator/clock.ts';

/** A pacer whose time outside passes only while it sleeps, and when a test says so. */
function paced(serve: () => boolean = () => false) {
  const clock = new Clock();
  const outside = { ms: 5000, sleptMs: [] as number[], wakeAfterMs: Infinity };
  const pacer = new Pacer({
    clock,
    serve,
    wallNs: () => outside.ms * NS_PER_MS,
    sleep: (ns) => {
      const ms = Math.min(ns / NS_PER_MS, outside.wakeAfterMs);
      outside.sleptMs.push(ms);
      outside.ms += ms;
    },
  });
  const tick = (): boolean => {
    clock.advanceTo(clock.nowNs + NS_PER_MS);
    return pacer.pause();
  };
  pacer.pause();
  return { clock, outside, pacer, tick };
}

test('virtual time and the time outside go together, tick by tick', () => {
  const { clock, outside, pacer, tick } = paced();
  for (let count = 0; count < 100; count++) tick();
  expect(clock.nowNs).toBe(100 * NS_PER_MS);
  expect(outside.ms).toBe(5100);
  expect(outside.sleptMs).toEqual(Array(100).fill(1));
  expect(pacer.lostNs).toBe(0);
});

test('who is woken serves at once and sleeps the rest: frames never speed time up', () => {
  let served = 0;
  const { outside, tick } = paced(() => {
    served++;
    return false;
  });
  outside.wakeAfterMs = 0.25;
  tick();
  expect(outside.ms).toBe(5001);
  expect(served).toBe(1 + 5);
});

describe('a machine that is too slow', () => {
  test.each([
    [20, 0],
    [21, 21],
    [3000, 3000],
  ])('%d ms behind: %d ms are given up', (behindMs, lostMs) => {
    const { clock, outside, pacer, tick } = paced();
    outside.ms += 1 + behindMs;
    tick();
    expect(pacer.lostNs).toBe(lostMs * NS_PER_MS);
    expect(outside.sleptMs).toEqual([]);
    for (let count = 0; count < 50; count++) tick();
    // What was not given up has been caught up with by now; what was is not.
    expect(outside.ms - 5000 - clock.nowNs / NS_PER_MS).toBe(lostMs);
  });

  test('loses as much as it is too slow, however long', () => {
    const { clock, outside, pacer, tick } = paced();
    for (let count = 0; count < 1000; count++) {
      outside.ms += 3;
      tick();
    }
    const behindMs = outside.ms - 5000 - clock.nowNs / NS_PER_MS;
    expect(behindMs).toBe(2000);
    expect(behindMs - pacer.lostNs / NS_PER_MS).toBeLessThanOrEqual(20);
  });
});

test('ends when the one served says so, without sleeping', () => {
  let over = false;
  const { outside, tick } = paced(() => over);
  expect(tick()).toBe(false);
  over = true;
  expect(tick()).toBe(true);
  expect(outside.sleptMs).toEqual([1]);
});
