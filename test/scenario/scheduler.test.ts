import { expect, test } from 'vitest';
import { Clock } from '../../simulator/clock.ts';
import { startTask, type Task } from '../../simulator/scenario/testbed/scheduler.ts';

function play(happensAtNs: number | null, limitNs: number) {
  const clock = new Clock();
  const log: string[] = [];
  let happened = false;
  function* task(): Task {
    const cameTrue = yield { what: 'it', until: () => happened, limitNs };
    log.push(`${cameTrue} at ${clock.nowNs}`);
  }
  const scheduler = startTask(clock, task());
  if (happensAtNs !== null) {
    clock.at(happensAtNs, () => {
      happened = true;
      scheduler.wake();
      scheduler.wake();
    });
  }
  clock.advanceTo(99);
  return { log, waitingFor: scheduler.waitingFor, finished: scheduler.finished };
}

const cases: readonly (readonly [name: string, happensAtNs: number | null, want: string])[] = [
  ['goes on the moment it comes true', 7, 'true at 7'],
  ['sees what was true from the start', 0, 'true at 0'],
  ['at the limit is in time', 50, 'true at 50'],
  ['after the limit is not', 51, 'false at 50'],
  ['gives up at the limit', null, 'false at 50'],
];
test.each(cases)('%s', (_name, happensAtNs, want) => {
  expect(play(happensAtNs, 50)).toMatchObject({ log: [want], finished: true });
});

test('says what it waits for', () => {
  expect(play(null, 1000)).toEqual({ log: [], waitingFor: 'it', finished: false });
});

test('a wait without a condition just takes its time', () => {
  const clock = new Clock();
  const times: number[] = [];
  function* task(): Task {
    for (const limitNs of [5, 10]) {
      yield { what: 'time', limitNs };
      times.push(clock.nowNs);
    }
  }
  const scheduler = startTask(clock, task());
  clock.at(3, () => scheduler.wake());
  clock.advanceTo(20);
  expect(times).toEqual([5, 15]);
});
