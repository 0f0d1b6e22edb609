/** What a fault of the chip excuses in a verdict, and what it does not. Times are those of `verdict.test.ts`. */
import { expect, test } from 'vitest';
import type { FaultInterval } from '../../simulator/chip/faults.ts';
import { judge } from '../../simulator/verdict/judge.ts';
import { client, ended, established, evidence, left, received, timeline } from './evidence.ts';

const S = 1e9;
const interval = (is: FaultInterval['is'], fromS: number, untilS: number | null): FaultInterval => {
  return { is, fromNs: fromS * S, untilNs: untilS === null ? null : untilS * S };
};
const bytes = (...values: readonly number[]) => Uint8Array.from(values);
const CLOSED = timeline([1, established], [2, received], [9, left('CLOSED', 'timeout')]);
const GARBLED = [client({ sent: bytes(1, 2, 3), received: bytes(1, 9) })];
const hurt = (atS: number) => client({ failure: { atNs: atS * S, cause: 'chip-fault' } });
const expecting = { detected: [{ peer: 'client', as: 'chip-fault' as const }] };
const noticed = (atS: number, reason: string) =>
  timeline([1, established], [5, left('CLOSED', 'timeout')], [atS, ended(reason)]);

type Given = Parameters<typeof evidence>[0];

const passing: readonly (readonly [name: string, given: Given])[] = [
  ['a connection closed while a fault was on', { timeline: CLOSED, faultIntervals: [interval('bit-errors', 8, null)] }],
  [
    'one that stood in a fault and was closed later',
    { timeline: CLOSED, faultIntervals: [interval('bit-errors', 5, 6)] },
  ],
  [
    'wrong bytes of wrong bits',
    { timeline: CLOSED, connections: GARBLED, faultIntervals: [interval('bit-errors', 5, 6)] },
  ],
  ['an excused violation', { timeline: timeline([1, { kind: 'violation', rule: 'r', text: 't', excused: true }]) }],
  [
    'a chip fault told within a poll of 20 ms',
    {
      timeline: noticed(5.02, 'chip-fault'),
      connections: [hurt(5)],
      faultIntervals: [interval('reset', 5, 6)],
      expect: expecting,
    },
  ],
];
test('violations of accepted rules do not fail the run, and are listed by rule', () => {
  const pulse = { kind: 'violation', rule: 'reset/pulse', text: 'short', accepted: true } as const;
  const block = { kind: 'violation', rule: 'spi/reserved-block', text: 'BSB 16', accepted: true, times: 3 } as const;
  const judged = judge(evidence({ timeline: timeline([0, pulse], [1, block], [2, { ...block, text: 'BSB 4' }]) }));
  expect(judged).toMatchObject({ verdict: 'pass', violations: [] });
  expect(judged.reasons).toEqual(['Accepted (reset/pulse): short', 'Accepted (spi/reserved-block): BSB 16; 6 times']);
});

test('repeats of a violation are counted', () => {
  const often = { kind: 'violation', rule: 'r', text: 't', times: 112_650, lastNs: 11 * S } as const;
  const { reasons, violations } = judge(evidence({ timeline: timeline([1, often]) }));
  expect(reasons).toEqual(['Violation (r) at 1.000 s: t; 112650 times']);
  expect(violations).toEqual([{ atNs: S, rule: 'r', text: 't', times: 112_650, lastNs: 11 * S }]);
});

test.each(passing)('passes: %s', (_name, given) => {
  expect(judge(evidence(given))).toMatchObject({ verdict: 'pass', violations: [] });
});

const failing: readonly (readonly [name: string, given: Given, want: RegExp])[] = [
  [
    'closed before the fault',
    { timeline: CLOSED, faultIntervals: [interval('bit-errors', 10, 11)] },
    /although client was alive/,
  ],
  [
    'made after the fault',
    { timeline: CLOSED, faultIntervals: [interval('bit-errors', 0, 1)] },
    /although client was alive/,
  ],
  [
    'wrong bytes after a mere reset',
    { timeline: CLOSED, connections: GARBLED, faultIntervals: [interval('reset', 5, 6)] },
    /different bytes/,
  ],
  [
    'told too late',
    {
      timeline: noticed(5.021, 'chip-fault'),
      connections: [hurt(5)],
      faultIntervals: [interval('reset', 5, 6)],
      expect: expecting,
    },
    /reported to the application too late/,
  ],
  [
    'told as something else',
    {
      timeline: noticed(5.01, 'reset'),
      connections: [hurt(5)],
      faultIntervals: [interval('reset', 5, 6)],
      expect: expecting,
    },
    /wrong reason: "reset"; the plan says "chip-fault"/,
  ],
];
test.each(failing)('fails: %s', (_name, given, want) => {
  const { verdict, reasons } = judge(evidence(given));
  expect(verdict).toBe('fail');
  expect(reasons.join('\n')).toMatch(want);
});
