import { expect, test } from 'vitest';
import { Clock } from '../../simulator/clock.ts';
import { direct, type Script } from '../../simulator/scenario/testbed/scheduler.ts';

function play(happensAtNs: number | null, limitNs: number) {
  const clock = new Clock();
  const log: string[] = [];
  let happened = false;
  function* script(): Script {
    const cameTrue = yield { what: 'it', until: () => happened, limitNs };
    log.push(`${cameTrue} at ${clock.nowNs}`);
  }
  const director = direct(clock, script());
  if (happensAtNs !== null) {
    clock.at(happensAtNs, () => {
      happened = true;
      director.poke();
      director.poke();
    });
  }
  clock.advanceTo(99);
  return { log, waitingFor: director.waitingFor, finished: director.finished };
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
  function* script(): Script {
    for (const limitNs of [5, 10]) {
      yield { what: 'time', limitNs };
      times.push(clock.nowNs);
    }
  }
  const director = direct(clock, script());
  clock.at(3, () => director.poke());
  clock.advanceTo(20);
  expect(times).toEqual([5, 15]);
});
