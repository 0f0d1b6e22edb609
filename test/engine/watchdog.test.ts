import { beforeEach, expect, test } from 'vitest';
import { Clock, NS_PER_MS, NS_PER_S } from '../../simulator/clock.ts';
import { RunEnded } from '../../simulator/engine/ended.ts';
import { Watchdog } from '../../simulator/engine/watchdog.ts';

const LIMIT_NS = 2 * NS_PER_S;

let clock: Clock;
let isStopped: boolean;
let watchdog: Watchdog;
beforeEach(() => {
  clock = new Clock();
  isStopped = false;
  watchdog = new Watchdog({ clock, stopped: () => isStopped, spinLimitNs: LIMIT_NS });
});

/** How the run ends at this time; null: it goes on. */
function endAt(atNs: number, inHandler: boolean): string | null {
  clock.advanceTo(atNs);
  try {
    watchdog.look(inHandler);
    return null;
  } catch (error) {
    return error instanceof RunEnded ? error.end : `${error}`;
  }
}

test('main without progress is stuck at the limit, however often it is interrupted', () => {
  for (let atNs = NS_PER_MS; atNs < LIMIT_NS; atNs += NS_PER_MS) {
    clock.advanceTo(atNs);
    watchdog.handlerEntered();
    expect(endAt(atNs, false)).toBeNull();
  }
  expect(endAt(LIMIT_NS, false)).toBe('stuck');
});

test('after a reset the time begins with the watchdog', () => {
  clock.advanceTo(10 * LIMIT_NS);
  watchdog = new Watchdog({ clock, stopped: () => isStopped, spinLimitNs: LIMIT_NS });
  expect(endAt(11 * LIMIT_NS - 1, false)).toBeNull();
  expect(endAt(11 * LIMIT_NS + NS_PER_MS, false)).toBe('stuck');
});

test('progress begins the time again', () => {
  clock.advanceTo(NS_PER_S);
  watchdog.progress();
  expect(endAt(NS_PER_S + LIMIT_NS - 1, false)).toBeNull();
  expect(endAt(NS_PER_S + LIMIT_NS + NS_PER_MS, false)).toBe('stuck');
});

test('for a handler the time begins when it is entered', () => {
  clock.advanceTo(LIMIT_NS - 1);
  watchdog.handlerEntered();
  expect(endAt(2 * LIMIT_NS - 2, true)).toBeNull();
  expect(endAt(2 * LIMIT_NS - 1, true)).toBe('stuck');
});

test('a run that is to end ends soon after progress', () => {
  isStopped = true;
  expect(endAt(499 * NS_PER_MS, false)).toBe('stopped');
});

test('a run that is to end in a busy wait ends with it', () => {
  isStopped = true;
  expect(endAt(500 * NS_PER_MS, false)).toBeNull();
  expect(endAt(1000 * NS_PER_MS, false)).toBeNull();
  watchdog.progress();
  expect(endAt(1001 * NS_PER_MS, false)).toBe('stopped');
});

test('a run that is to end while main hangs is stuck at the limit', () => {
  isStopped = true;
  expect(endAt(LIMIT_NS - NS_PER_MS, false)).toBeNull();
  expect(endAt(LIMIT_NS, false)).toBe('stuck');
});
