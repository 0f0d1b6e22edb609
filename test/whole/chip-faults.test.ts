import { beforeAll, describe, expect, test } from 'vitest';
import type { Scenario } from '../../simulator/scenario/format/scenario.generated.ts';
import { sessionsOf } from '../../simulator/scenario/record/sessions.ts';
import { BRISK, type Built, built, CHIPS } from './firmware.ts';
import { type Conditions, mustPass, play, scenario } from './play.ts';
import { seeds } from './share.ts';
import { STRICT_APP } from './strict-app.ts';
import { sweep } from './sweep.ts';

const PEERS = [{ name: 'client' }, { name: 'next' }];
const HELLO = [
  { do: 'connect', peer: 'client', limit: { s: 9 } },
  { do: 'send', peer: 'client', text: 'hello' },
];
/** RSTn low for a second, 150 ms until a W5200 is ready, and the pauses between a client's attempts. */
const RETURN = { s: 2 };

/**
 * The fault is over: whoever was connected dies with the cable, and within the plan's bound the port must listen again;
 * the chip's recovery comes on top only while it is under way.
 */
const AFTERWARDS = [
  { do: 'chip', is: 'ok' },
  { do: 'cut' },
  { do: 'wait', for: 'bound' },
  { do: 'mend' },
  { do: 'connect', peer: 'next', limit: RETURN },
  { do: 'send', peer: 'next', bytes: 500 },
  { do: 'expect-echo', peer: 'next', limit: RETURN },
];

/** `play` also fails for firmware that is stuck, traps or returns. */
function troubled(steps: readonly unknown[]): Scenario {
  return scenario([...steps, ...AFTERWARDS], { peers: PEERS, expect: { alive: ['next'] } });
}

/** As `mustPass`, but short of the fault's own doing: the reasons are told, the line that repeats it is the sweep's. */
function survives(firmware: Built, what: Scenario, conditions: Conditions): void {
  const { verdict, reasons } = play(firmware, what, conditions);
  if (verdict !== 'pass') throw new Error(reasons.slice(0, -1).join('\n'));
}

describe.each(CHIPS)('%s', (chip) => {
  let firmware: Built;
  beforeAll(async () => {
    firmware = await built({ chip, ...BRISK });
  });

  describe.each([
    ['while data flows and probes go out', true],
    ['from before the connection on', false],
  ])('wrong bits %s', (_when, isLate) => {
    test.each([
      ['one of the next', { rate: 0.05, count: 1 }],
      ['one somewhere', { rate: 0.003, count: 1 }],
      ['a few', { rate: 0.001 }],
      ['many', { rate: 0.03 }],
    ])('%s: never stuck, and back within the bound', (_name, errors) => {
      const noise = { do: 'chip', is: 'bit-errors', ...errors };
      const early = [noise, ...HELLO, { do: 'wait', for: { s: 3 } }];
      const late = [...HELLO, { do: 'expect-echo', peer: 'client' }, noise];
      const busy = [
        { do: 'send', peer: 'client', bytes: 300 },
        { do: 'wait', for: { s: 3 } },
      ];
      const what = troubled(isLate ? [...late, ...busy] : [{ do: 'wait', for: { ms: 200 } }, ...early]);
      sweep(seeds(3, 1000), (seed) => {
        survives(firmware, what, { seed });
      });
    });
  });

  test('one wrong bit costs an idle connection nothing', () => {
    const what = scenario([
      ...HELLO,
      { do: 'expect-echo', peer: 'client' },
      { do: 'wait', for: { ms: 100 } },
      { do: 'chip', is: 'bit-errors', rate: 0.05, count: 1 },
      { do: 'wait', for: { s: 3 } },
      { do: 'chip', is: 'ok' },
      { do: 'wait', for: { ms: 1100 } },
      { do: 'send', peer: 'client', text: 'still there' },
      { do: 'expect-echo', peer: 'client' },
    ]);
    sweep(seeds(5, 2000), (seed) => {
      const { verdict, reasons, timeline } = play(firmware, what, { seed });
      const told = timeline.filter(({ kind }) => kind === 'firmware' || kind === 'violation');
      if (verdict !== 'pass' || told.length > 0) throw new Error(`${reasons} ${JSON.stringify(told)}`);
    });
  });

  test('wrong bits, with a chip that never answers a SEND of nothing', () => {
    const what = troubled([
      ...HELLO,
      { do: 'expect-echo', peer: 'client' },
      { do: 'chip', is: 'bit-errors', rate: 0.05, count: 1 },
      { do: 'send', peer: 'client', bytes: 300 },
      { do: 'wait', for: { s: 3 } },
    ]);
    sweep(seeds(5, 1000), (seed) => {
      survives(firmware, what, { seed, switches: { emptySend: 'nothing' } });
    });
  });

  test('wrong bits: the application is told of no connection twice', async () => {
    // The octets themselves may be wrong: nothing protects them on SPI.
    const app = STRICT_APP.replace(/ {8}must\(buffer.*\n/, '');
    expect(app).not.toBe(STRICT_APP);
    const strict = await built({ chip, ...BRISK }, { 'app.c': app });
    const what = troubled([
      ...HELLO,
      { do: 'expect-echo', peer: 'client' },
      { do: 'chip', is: 'bit-errors', rate: 0.02, count: 1 },
      { do: 'send', peer: 'client', bytes: 300 },
      { do: 'wait', for: { s: 3 } },
    ]);
    sweep([74, 352, 470, 837, ...seeds(2, 1000)], (seed) => {
      survives(strict, what, { seed });
    });
  });

  test.each(['absent', 'miso-low', 'miso-high'])('%s at any moment, for a moment or long', (is) => {
    sweep(seeds(5, 1000), (seed) => {
      const lastsMs = [0.05, 1, 30, 1100, 2500][seed % 5] ?? 1;
      const what = troubled([
        ...HELLO,
        { do: 'send', peer: 'client', bytes: 3000 },
        { do: 'wait', for: { ms: (seed * 0.37) % 60 } },
        { do: 'chip', is },
        { do: 'wait', for: { ms: lastsMs } },
      ]);
      survives(firmware, what, { seed });
    });
  });

  test('brown-outs at any moment: told as a chip fault, within a poll, and listening again', () => {
    const detected = { do: 'wait-until', peer: 'client', is: 'detected', limit: { s: 1 } };
    sweep(seeds(6, 1000), (seed) => {
      const what = scenario(
        [
          ...HELLO,
          { do: 'expect-echo', peer: 'client' },
          { do: 'send', peer: 'client', bytes: seed % 2 === 0 ? 3000 : 1 },
          { do: 'wait', for: { ms: (seed * 3.7) % 2100 } },
          { do: 'chip', is: 'reset' },
          detected,
        ],
        { expect: { detected: [{ peer: 'client', as: 'chip-fault', reason: 'chip-fault' }] } },
      );
      const run = mustPass(firmware, what, { seed });
      expect(run.detections[0]?.reason).toBe('chip-fault');
      expect(run.timeline).toContainEqual(expect.objectContaining({ kind: 'firmware', what: 'fault' }));
      // From the dip to LISTEN: a poll, RSTn low for a second, the chip's own start, and another poll.
      const listens = run.timeline.find(
        (event) =>
          event.kind === 'socket-state' &&
          event.to === 'LISTEN' &&
          event.atNs > (sessionsOf(run.timeline)[0]?.closedAtNs ?? 0),
      );
      const dipMs = run.detections[0]?.diedAtMs ?? 0;
      expect((listens?.atNs ?? Number.POSITIVE_INFINITY) / 1e6 - dipMs).toBeLessThan(1250);
    });
  });
});
