import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Clock } from '../simulator/clock.ts';

describe('Clock', () => {
  test('runs an event at its time, not one nanosecond earlier, and once', () => {
    const clock = new Clock();
    const seen: number[] = [];
    clock.at(1_000, () => seen.push(clock.nowNs));
    clock.advanceTo(999);
    expect(seen).toEqual([]);
    clock.advanceTo(1_000);
    clock.advanceTo(5_000);
    expect(seen).toEqual([1_000]);
    expect(clock.nowNs).toBe(5_000);
  });

  test('what an event schedules within the span runs in the same advance, at its own time', () => {
    const clock = new Clock();
    const seen: string[] = [];
    clock.at(10, () => {
      clock.after(0, () => seen.push(`same ${clock.nowNs}`));
      clock.after(5, () => seen.push(`later ${clock.nowNs}`));
      clock.after(6, () => seen.push('beyond'));
    });
    clock.at(10, () => seen.push('second'));
    clock.advanceTo(15);
    expect(seen).toEqual(['second', 'same 10', 'later 15']);
    expect(clock.nextDueNs).toBe(16);
  });

  test('a time already past is due now', () => {
    const clock = new Clock();
    clock.advanceTo(100);
    let ranAtNs = -1;
    clock.at(40, () => {
      ranAtNs = clock.nowNs;
    });
    expect(clock.nextDueNs).toBe(100);
    clock.advanceTo(100);
    expect(ranAtNs).toBe(100);
  });

  test('time never goes backwards', () => {
    const clock = new Clock();
    clock.advanceTo(100);
    clock.advanceTo(50);
    expect(clock.nowNs).toBe(100);
  });

  test('cancelled events do not run and are not the next due', () => {
    const clock = new Clock();
    const timer = clock.at(10, () => expect.unreachable());
    clock.at(20, () => timer.cancel());
    timer.cancel();
    timer.cancel();
    expect(clock.nextDueNs).toBe(20);
    clock.advanceTo(30);
    expect(clock.nextDueNs).toBe(Infinity);
  });

  test('an event can cancel another that is due at the same time', () => {
    const clock = new Clock();
    clock.at(10, () => doomed.cancel());
    const doomed = clock.at(10, () => expect.unreachable());
    clock.advanceTo(10);
  });

  test('advancing from within an event throws, and the clock goes on afterwards', () => {
    const clock = new Clock();
    clock.at(1, () => clock.advanceTo(2));
    let ran = false;
    clock.at(2, () => {
      ran = true;
    });
    expect(() => clock.advanceTo(5)).toThrow(/within an event/);
    clock.advanceTo(5);
    expect(ran).toBe(true);
  });

  test.each([0.5, Number.NaN, Infinity, -Infinity, 2 ** 53])('refuses %s as a time', (timeNs) => {
    const clock = new Clock();
    expect(() => clock.at(timeNs, () => {})).toThrow(RangeError);
    expect(() => clock.after(timeNs, () => {})).toThrow(RangeError);
    expect(() => clock.advanceTo(timeNs)).toThrow(RangeError);
    expect(clock.nowNs).toBe(0);
  });

  test('runs in order of time, then of scheduling, whatever is cancelled', () => {
    const plan = fc.array(fc.record({ dueNs: fc.nat(50), cancel: fc.boolean() }), { maxLength: 200 });
    fc.assert(
      fc.property(plan, fc.nat(60), (events, untilNs) => {
        const clock = new Clock();
        const seen: number[] = [];
        const timers = events.map(({ dueNs }, index) => clock.at(dueNs, () => seen.push(index)));
        timers.forEach((timer, index) => {
          if (events[index]?.cancel) timer.cancel();
        });
        clock.advanceTo(untilNs);
        const live = events.map((event, index) => ({ ...event, index })).filter((event) => !event.cancel);
        const ordered = live.toSorted((a, b) => a.dueNs - b.dueNs || a.index - b.index);
        expect(seen).toEqual(ordered.filter(({ dueNs }) => dueNs <= untilNs).map(({ index }) => index));
        expect(clock.nextDueNs).toBe(ordered.find(({ dueNs }) => dueNs > untilNs)?.dueNs ?? Infinity);
      }),
      { seed: 1 },
    );
  });
});
