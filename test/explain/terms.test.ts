import { expect, test } from 'vitest';
import type { Term } from '../../contract/promises.ts';
import { sumText } from '../../generator/explain/terms.ts';
import { SPEC_SCHEMA } from '../../generator/input/schema/spec.ts';
import { planOf } from '../../generator/plan/plan.ts';
import { server, specWith } from '../plan/spec.ts';

/** A spec in which every method takes part. */
const everything = specWith({
  sockets: [
    server({
      primer: { text: 'hello', hex: null },
      idle: { closeAfterS: 60, checkEveryS: 1 },
      heartbeat: {
        send: { everyS: 20, text: 'beat', hex: null },
        expect: { withinS: 60, text: null, hex: null, pass: false },
      },
      ask: { text: 'there?', hex: null, afterIdleS: 30, withinS: 5, tries: 3, answer: null },
      goodbye: { text: 'bye', hex: null },
      sendTimeoutS: 20,
    }),
    server({
      port: 6000,
      keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5, by: 'timer', firstProbe: 'at-NO_DATA_PERIOD' },
    }),
  ],
  link: { onDown: 'hold', holdS: 10 },
  health: { everyS: 5 },
});
const terms: readonly Term[] = planOf(everything).sockets.flatMap(({ detection }) =>
  detection.flatMap(({ methods }) => methods.flatMap((it) => it.terms)),
);

test('a summand is a key of the spec, or has words of its own', () => {
  const schema = JSON.stringify(SPEC_SCHEMA);
  const keys = [...new Set(terms.map(({ key }) => key))];
  expect(keys.length).toBeGreaterThan(12);
  for (const key of keys) {
    const isSpecKey = key.split('.').every((name) => schema.includes(`"${name}":`));
    expect([key, isSpecKey]).toEqual([key, sumText([{ key, ms: 0 }]) === `${key} 0 s`]);
  }
});

test('a sum in words', () => {
  const sum: readonly Term[] = [
    { key: 'NO_DATA_PERIOD', ms: 10_000 },
    { key: 'ask.withinS', times: 3, ms: 15_000 },
    { key: 'tcp-timeout', ms: 31_800 },
  ];
  expect(sumText(sum)).toBe('NO_DATA_PERIOD 10 s + 3 x ask.withinS 15 s + TCP timeout 31.8 s');
});
