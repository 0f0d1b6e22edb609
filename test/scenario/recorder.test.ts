import { expect, test } from 'vitest';
import { Clock } from '../../simulator/clock.ts';
import { createRecorder, type RecorderOptions } from '../../simulator/scenario/record/recorder.ts';

function recording(options: Omit<RecorderOptions, 'clock'> = {}) {
  const clock = new Clock();
  const recorder = createRecorder({ clock, ...options });
  const violate = (rule: string, text: string, atNs: number): void => {
    clock.advanceTo(atNs);
    recorder.report({ kind: 'violation', rule, text });
  };
  return { recorder, violate };
}

test('equal violations are one event, with their number and the time of the last', () => {
  const { recorder, violate } = recording();
  for (let n = 1; n <= 112_650; n++) violate('spi/no-data', 'frame of 3 bytes', n);
  violate('spi/no-data', 'frame of 2 bytes', 200_000);
  expect(recorder.events).toEqual([
    { atNs: 1, kind: 'violation', rule: 'spi/no-data', text: 'frame of 3 bytes', times: 112_650, lastNs: 112_650 },
    { atNs: 200_000, kind: 'violation', rule: 'spi/no-data', text: 'frame of 2 bytes' },
  ]);
});

test('of the violations of one rule 50 different ones are kept, and the last counts the others', () => {
  const { recorder, violate } = recording();
  for (let n = 1; n <= 1000; n++) violate('register/reserved', `read of ${n}`, n);
  violate('spi/no-data', 'frame of 2 bytes', 2000);
  expect(recorder.events).toHaveLength(51);
  expect(recorder.events[49]).toMatchObject({ text: 'read of 50, and others by this rule', times: 951, lastNs: 1000 });
});

test('an excused violation does not count for one that is not', () => {
  const { recorder } = recording();
  recorder.report({ kind: 'violation', rule: 'spi/no-data', text: 'x', excused: true });
  recorder.report({ kind: 'violation', rule: 'spi/no-data', text: 'x' });
  expect(recorder.events).toHaveLength(2);
});

test('violations of an accepted rule are marked', () => {
  const { recorder, violate } = recording({ accepted: ['reset/pulse'] });
  violate('reset/pulse', 'short', 1);
  violate('reset/pulse', 'short', 2);
  violate('spi/no-data', 'short', 3);
  expect(recorder.events.map((event) => ('accepted' in event ? event.accepted : undefined))).toEqual([true, undefined]);
  expect(recorder.events[0]).toMatchObject({ times: 2, lastNs: 2 });
});

test('beyond its limit it keeps nothing, and says since when', () => {
  const { recorder, violate } = recording({ limit: 2 });
  for (const n of [1, 2]) violate('spi/no-data', `${n}`, n);
  expect([recorder.events.length, recorder.fullAtNs]).toEqual([2, null]);
  for (const n of [3, 4]) violate('spi/no-data', `${n}`, n);
  expect([recorder.events.length, recorder.fullAtNs]).toEqual([2, 3]);
});
