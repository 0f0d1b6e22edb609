/** The key `traffic` in a spec: what it may hold, and where it comes from. */
import { describe, expect, test } from 'vitest';
import { explainText } from '../../generator/explain/explain.ts';
import { parseSpec } from '../../generator/input/index.ts';
import { planOf } from '../../generator/plan/plan.ts';

const BASE = { chip: 'W5500', keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }, timer: { prescaler: 71 } };
const SAY = { say: { text: 'a' } };

function plannedTraffic(more: object) {
  const parsed = parseSpec(JSON.stringify({ ...BASE, ...more }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return planOf(parsed.value).sockets.map(({ peerTraffic }) => peerTraffic);
}

function problemsOf(traffic: unknown, where: 'top' | 'socket' = 'top') {
  const more = where === 'top' ? { traffic } : { sockets: [{}, { port: 6000, traffic }] };
  const parsed = parseSpec(JSON.stringify({ ...BASE, ...more }));
  return parsed.ok ? [] : parsed.problems.map(({ pointer, message }) => `${pointer}: ${message}`);
}

test('it is echo unless the top level or the socket says something else', () => {
  expect(plannedTraffic({})).toEqual(['echo']);
  expect(plannedTraffic({ traffic: 'none', sockets: [{}, { port: 6000, traffic: 'echo' }] })).toEqual(['none', 'echo']);
  expect(plannedTraffic({ sockets: [{ count: 2, traffic: 'none' }] })).toEqual(['none', 'none']);
});

test('a dialogue is planned with its defaults', () => {
  const dialogue = [
    { say: { hex: '01 02' }, expect: { text: 'é' }, everyS: 0.5 },
    { hear: { pattern: '??{2} 0A' }, answer: { text: 'k' } },
    { say: { text: 'x' } },
  ];
  const byte = (value: number) => ({ ranges: [{ from: value, to: value }], least: 1, most: 1 });
  expect(plannedTraffic({ traffic: { dialogue } })).toEqual([
    {
      dialogue: [
        { first: 'peer', says: [1, 2], hears: [byte(0xc3), byte(0xa9)], withinMs: 1000, everyMs: 500 },
        {
          first: 'device',
          says: [0x6b],
          hears: [{ ranges: [{ from: 0, to: 255 }], least: 2, most: 2 }, byte(10)],
          withinMs: 0,
          everyMs: null,
        },
        { first: 'peer', says: [0x78], hears: null, withinMs: 1000, everyMs: null },
      ],
    },
  ]);
});

test.each<[traffic: unknown, problem: RegExp]>([
  ['ecko', /^\/traffic: Found "ecko"\..*"echo"/],
  [null, /^\/traffic: Found null/],
  [{}, /^\/traffic\/dialogue: The key "dialogue" is missing/],
  [{ dialogue: [] }, /^\/traffic\/dialogue: Found 0 entries/],
  [{ dialogue: [{ say: {} }] }, /^\/traffic\/dialogue\/0\/say: Found no message\. Needed: one of "text", "hex"\./],
  [{ dialogue: [SAY, { say: { text: 'a', hex: '61' } }] }, /^\/traffic\/dialogue\/1\/say: Found "text" and "hex"/],
  [{ dialogue: [{ say: { pattern: '??' } }] }, /^\/traffic\/dialogue\/0\/say\/pattern: Unknown key "pattern"/],
  [
    { dialogue: [{ ...SAY, expect: { pattern: '41 4' } }] },
    /\/0\/expect\/pattern: Found "4", which is no byte.*character 3/,
  ],
  [{ dialogue: [{ ...SAY, withinMs: 0 }] }, /^\/traffic\/dialogue\/0\/withinMs: Found 0/],
  [{ dialogue: [{ ...SAY, everyS: 0 }] }, /^\/traffic\/dialogue\/0\/everyS: Found 0/],
  [
    { dialogue: [{ hear: { text: 'a' }, withinMs: 5 }] },
    /^\/traffic\/dialogue\/0: Found .*Allowed: \{ "say": … \} or \{ "hear": … \}/,
  ],
  [{ dialogue: [{ say: { text: '\ud800' } }] }, /^\/traffic\/dialogue\/0\/say\/text: Found half a character/],
])('%j is explained', (traffic, problem) => {
  expect(problemsOf(traffic)).toEqual([expect.stringMatching(problem)]);
});

describe('a dialogue beside messages of the spec', () => {
  const METHODS = {
    heartbeat: { send: { text: 'beat', everyS: 5 }, expect: { text: 'alive', withinS: 20 } },
    goodbye: { text: 'bye' },
  };
  const problems = (entry: object, where: 'top' | 'socket' = 'top', methods: object = METHODS) => {
    const traffic = { dialogue: [SAY, entry] };
    const parsed = parseSpec(
      JSON.stringify({
        ...{ ...BASE, ...methods },
        ...(where === 'top' ? { traffic } : { sockets: [{}, { port: 6000, traffic }] }),
      }),
    );
    return parsed.ok ? [] : parsed.problems.map(({ pointer, message }) => `${pointer}: ${message}`);
  };

  test.each<[entry: object, problem: RegExp]>([
    [
      { say: { text: 'I am alive' } },
      /^\/traffic\/dialogue\/1\/say: Found the message of \/heartbeat\/expect, which the device takes/,
    ],
    [
      { say: { hex: '62 79 65' } },
      /^\/traffic\/dialogue\/1\/say: Found the message of \/goodbye, which the device takes/,
    ],
    [{ hear: { text: '?' }, answer: { text: 'bye' } }, /\/1\/answer: Found the message of \/goodbye/],
    [
      { ...SAY, expect: { text: 'a beat' } },
      /\/1\/expect: Found the message of \/heartbeat\/send, which the device sends by itself/,
    ],
    [{ hear: { text: 'beat' } }, /\/1\/hear: Found the message of \/heartbeat\/send, which the device sends by itself/],
  ])('%j is refused', (entry, problem) => {
    expect(problems(entry)).toEqual([expect.stringMatching(problem)]);
  });

  test('at the socket that has it', () => {
    expect(problems({ say: { text: 'bye' } }, 'socket')).toEqual([
      expect.stringMatching(/^\/sockets\/1\/traffic\/dialogue\/1\/say: /),
    ]);
  });

  test('is accepted where each end can tell them apart', () => {
    expect(problems({ say: { text: 'beat' }, expect: { text: 'alive' } })).toEqual([]);
    expect(problems({ say: { text: 'bye' } }, 'top', {})).toEqual([]);
  });
});

test('explain says what is not an echo', () => {
  const lines = (more: object): string => {
    const parsed = parseSpec(JSON.stringify({ ...BASE, ...more }));
    return parsed.ok ? explainText(planOf(parsed.value), parsed.value) : '';
  };
  expect(lines({})).toMatch(/server on port 5000 +RX 2 KiB, TX 2 KiB\n/);
  expect(lines({ traffic: 'none' })).toContain('TX 2 KiB; answers to peers are not checked');
  expect(lines({ traffic: { dialogue: [SAY, SAY] } })).toContain('; peers hold a dialogue of 2 entries');
});

test('a mistake is reported where it stands, once', () => {
  const wrong = { dialogue: [{ say: { text: 'a' }, expect: { pattern: '?' } }] };
  expect(problemsOf(wrong, 'socket')).toEqual([expect.stringMatching(/^\/sockets\/1\/traffic\/dialogue\/0\/expect/)]);
  const parsed = parseSpec(JSON.stringify({ ...BASE, traffic: wrong, sockets: [{}, { port: 6000 }] }));
  expect(parsed.ok ? [] : parsed.problems.map(({ pointer }) => pointer)).toEqual([
    '/traffic/dialogue/0/expect/pattern',
  ]);
});
