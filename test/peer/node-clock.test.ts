import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { nodeClock } from '../../peer/environment/node/clock.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** setTimeout takes no longer delay: 2^31 - 1 ms, which is 24.8 days. */
const LONGEST_MS = 2_147_483_647;

test.each([0, 5, LONGEST_MS, LONGEST_MS + 1, 5_000_000_000])('a call after %d ms, not sooner, and once', (delayMs) => {
  const calls: number[] = [];
  const clock = nodeClock();
  clock.after(delayMs, () => calls.push(clock.nowMs()));
  vi.advanceTimersByTime(Math.max(0, delayMs - 1));
  if (delayMs > 0) expect(calls).toEqual([]);
  vi.advanceTimersByTime(LONGEST_MS);
  expect(calls).toEqual([delayMs]);
});

test('a cancelled call does not come, also when its delay is longer than a timer', () => {
  let calls = 0;
  const clock = nodeClock();
  for (const delayMs of [10, 2 * LONGEST_MS]) {
    const cancel = clock.after(delayMs, () => calls++);
    vi.advanceTimersByTime(delayMs - 1);
    cancel();
  }
  vi.advanceTimersByTime(LONGEST_MS);
  expect(calls).toBe(0);
});
