import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Plan } from '../../contract/plan.ts';
import type { DetectionPlan } from '../../contract/promises.ts';
import { runsToJson } from '../../simulator/report/json.ts';
import { runToText } from '../../simulator/report/text.ts';
import { runScenario } from '../../simulator/run-scenario.ts';
import { checkScenario } from '../../simulator/scenario/format/parse.ts';
import type { Scenario } from '../../simulator/scenario/format/scenario.generated.ts';
import type { Run } from '../../simulator/verdict/judged-run.ts';
import { type Firmware, firmwareOf } from './firmware.ts';

const SPEC = {
  chip: 'W5500',
  keepalive: { NO_DATA_PERIOD: 3, KA_SEND_PERIOD: 2 },
  timer: { prescaler: 71 },
  retransmission: { timeoutMs: 100, count: 3 },
  sockets: [{ role: 'server', port: 5000, count: 2 }],
};
const HELLO = [
  { do: 'connect', peer: 'client' },
  { do: 'send', peer: 'client', text: 'hello' },
  { do: 'expect-echo', peer: 'client' },
];

function scenario(steps: readonly unknown[], more: Readonly<Record<string, unknown>> = {}): Scenario {
  const checked = checkScenario({ name: 'mine', title: 'Mine', steps, ...more });
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.value;
}

const detected = (as: string, more = {}) => ({ expect: { detected: [{ peer: 'client', as, ...more }] } });
const waitFor = (is: string, more = {}) => ({ do: 'wait-until', peer: 'client', is, ...more });
const pause = (s: number) => ({ do: 'wait', for: { s } });

let firmware: Firmware;
beforeAll(async () => {
  firmware = await firmwareOf(SPEC);
});

function play(given: Scenario, plan: Plan = firmware.plan, seed = 1): Run {
  return runScenario({ ...firmware, plan, scenario: given, seed });
}

const passing: readonly (readonly [name: string, given: Scenario])[] = [
  [
    'a short cut of the cable',
    scenario([...HELLO, pause(0.5), { do: 'cut' }, pause(1), { do: 'mend' }, pause(20)], {
      expect: { alive: ['client'] },
    }),
  ],
  [
    'a cut that a probe falls into',
    scenario([...HELLO, pause(0.5), { do: 'cut' }, waitFor('probed'), { do: 'mend' }, waitFor('answered'), pause(5)], {
      expect: { alive: ['client'], probesAnswered: [{ peer: 'client', atLeast: 1 }] },
    }),
  ],
  [
    "the client's own cable",
    scenario([...HELLO, pause(0.5), { do: 'cut', at: 'client' }, waitFor('detected')], detected('cable-cut')),
  ],
  [
    "the device's own cable",
    scenario([...HELLO, pause(0.5), { do: 'cut', at: 'device' }, waitFor('detected')], detected('cable-cut')),
  ],
  [
    'a reset',
    scenario(
      [...HELLO, { do: 'abort', peer: 'client' }, waitFor('detected')],
      detected('peer-reboot', { reason: 'reset', within: { ms: 500 } }),
    ),
  ],
  [
    'a client that does not read for a while',
    scenario(
      [
        ...HELLO,
        { do: 'stop-reading', peer: 'client' },
        { do: 'send', peer: 'client', bytes: 40_000 },
        pause(3),
        { do: 'start-reading', peer: 'client' },
        { do: 'expect-echo', peer: 'client', limit: { s: 60 } },
      ],
      { expect: { alive: ['client'] } },
    ),
  ],
  [
    'losses on the wire',
    scenario(
      [
        ...HELLO,
        { do: 'send', peer: 'client', bytes: 20_000 },
        { do: 'expect-echo', peer: 'client', limit: { s: 300 } },
      ],
      {
        link: { lossRate: 0.02 },
        expect: { alive: ['client'] },
      },
    ),
  ],
  [
    'one client after another',
    scenario([{ do: 'repeat', times: 5, steps: [...HELLO, { do: 'close', peer: 'client' }, waitFor('detected')] }], {
      expect: { echoed: [{ peer: 'client', bytes: 25 }] },
    }),
  ],
];
test.each(passing)('passes: %s', (_name, given) => {
  const { verdict, reasons } = play(given);
  expect(verdict, reasons.join('\n')).toBe('pass');
});

const SILENT = scenario(
  [{ do: 'connect', peer: 'client' }, pause(1), { do: 'cut' }, pause(20)],
  detected('silent-client'),
);
const CUT = scenario([...HELLO, pause(1), { do: 'cut' }, waitFor('detected')], detected('cable-cut'));

/** The plan with something promised that the firmware does not keep. */
function plan(change: (plan: Plan) => Partial<Plan>): Plan {
  return { ...firmware.plan, ...change(firmware.plan) };
}

/** For every failure of every socket. */
function detecting(change: Partial<DetectionPlan>): (plan: Plan) => Partial<Plan> {
  const changed = (rows: readonly DetectionPlan[]) => rows.map((row) => ({ ...row, ...change }));
  return ({ sockets }) => ({ sockets: sockets.map((each) => ({ ...each, detection: changed(each.detection) })) });
}

describe('fails', () => {
  test('when the bound is shorter than what happens', () => {
    const strict = plan(detecting({ boundMs: 4000 }));
    expect(
      play(scenario([...HELLO, pause(0.5), { do: 'cut' }, pause(30)], detected('cable-cut')), strict).reasons[0],
    ).toMatch(/detected too late/);
  });

  test('when another reason is planned', () => {
    const other = plan(detecting({ reasons: ['chip-fault'] }));
    expect(play(CUT, other).reasons[0]).toMatch(/wrong reason: "probe-timeout"; the plan says "chip-fault"/);
  });

  test('when probes are planned earlier', () => {
    const earlier = plan(({ sockets }) => ({
      sockets: sockets.map((socket) => ({
        ...socket,
        keepalive: socket.keepalive && { ...socket.keepalive, firstProbeLatestMs: 1000, firstProbeEarliestMs: 0 },
      })),
    }));
    expect(play(scenario([...HELLO, pause(20)]), earlier).reasons[0]).toMatch(/first probe too late/);
  });

  test('when a peer is for a socket that the spec lacks', () => {
    const { reasons } = play(scenario([{ do: 'connect', peer: 'client' }], { peers: [{ name: 'client', socket: 5 }] }));
    expect(reasons[0]).toBe('Peer "client" is for socket 5; the spec has 2, counted from 0.');
  });

  test('when a step does not come true, and names it', () => {
    const { reasons } = play(scenario([...HELLO, waitFor('probed', { count: 9, limit: { s: 4 } })]));
    expect(reasons[0]).toBe('A step failed: client not probed (9) within 4 s.');
  });

  test('when nobody is let in', () => {
    const { reasons } = play(
      scenario([{ do: 'connect', peer: 'crowd', limit: { s: 2 } }], {
        peers: [{ name: 'crowd', socket: 'each' }, { name: 'more' }],
      }),
    );
    expect(reasons.join()).not.toMatch(/never/);
    const full = scenario(
      [
        { do: 'connect', peer: 'crowd' },
        { do: 'connect', peer: 'more', limit: { s: 2 } },
      ],
      { peers: [{ name: 'crowd', socket: 'each' }, { name: 'more' }] },
    );
    expect(play(full).reasons[0]).toBe('A step failed: more not connected within 2 s.');
  });

  test('when a step needs a connection that is not there', () => {
    expect(play(scenario([{ do: 'send', peer: 'client', text: 'a' }])).reasons[0]).toMatch(
      /client has no open connection to send on/,
    );
    expect(play(scenario([{ do: 'close', peer: 'client' }])).reasons[0]).toMatch(/client has no connection to close/);
  });

  test('when the subnet has no room', () => {
    const narrow = plan(({ network }) => ({ network: { ...network, subnet: [255, 255, 255, 252] } }));
    expect(
      play(
        scenario([{ do: 'connect', peer: 'crowd' }], { peers: [{ name: 'crowd', socket: 'each' }, { name: 'more' }] }),
        narrow,
      ).reasons[0],
    ).toMatch(/needs 3 host addresses/);
  });

  test.each([
    ['returns', 'return 0;', /main returned, which it must never do, at 0\.\d{3} s/],
    ['spins', 'for (;;) { }', /stuck at/],
  ])('when main %s', async (_name, body, want) => {
    const broken = await firmwareOf(SPEC, (path, text) =>
      path === 'main.c' ? `int main(void);\nint main(void)\n{\n    ${body}\n}\n` : text,
    );
    const run = runScenario({ ...broken, scenario: CUT });
    expect(run.verdict).toBe('fail');
    expect(run.reasons[0]).toMatch(want);
    expect(run.reasons.join()).toMatch(/The run ended while waiting for/);
  });

  test('when the firmware counts to other numbers than the plan', async () => {
    const slow = await firmwareOf(SPEC, (path, text) =>
      path === 'kw_config.h' ? text.replace(/(NO_DATA_PERIOD )\w+/, '$17U') : text,
    );
    const run = runScenario({ ...slow, scenario: CUT });
    expect(run.reasons[0]).toMatch(/detected too late/);
    expect(run.reasons[1]).toMatch(/first probe too late, [78]\.\d{3} s after it/);
  });

  test('with the one command that repeats it', () => {
    const run = runScenario({
      ...firmware,
      scenario: scenario([{ do: 'close', peer: 'client' }]),
      seed: 7,
      specFile: "a b's.json",
      scenarioFile: 'mine.json',
    });
    expect(run.reasons.at(-1)).toBe(
      "Repeat it with: keepwire simulate 'a b'\\''s.json' --scenario mine.json --engine host --seed 7",
    );
  });
});

test('equal seeds give equal timelines, others differ', () => {
  const [first, again, other] = [play(CUT), play(CUT), play(CUT, firmware.plan, 2)];
  expect(runsToJson([again])).toEqual(runsToJson([first]));
  expect(runsToJson([other])).not.toEqual(runsToJson([first]));
});

test('the JSON of runs fits its schema', async () => {
  const schema = JSON.parse(await readFile(new URL('../../schemas/timeline.schema.json', import.meta.url), 'utf8'));
  const validate = new Ajv2020({ strict: false }).compile(schema);
  const document = JSON.parse(
    JSON.stringify(runsToJson([play(CUT), play(scenario([{ do: 'close', peer: 'client' }])), play(SILENT)])),
  );
  expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  expect(document).toMatchObject({
    ok: false,
    runs: [
      { scenario: 'mine', engine: 'host', verdict: 'pass', violations: [] },
      { verdict: 'fail' },
      { verdict: 'not-covered' },
    ],
  });
});

test('a failure that nothing covers is no error, unless coverage is required', () => {
  const runs = [play(CUT), play(SILENT)];
  expect([runsToJson(runs).ok, runsToJson(runs, true).ok, runsToJson([play(CUT)], true).ok]).toEqual([
    true,
    false,
    true,
  ]);
  expect(runToText(play(SILENT))).toMatch(/\n {2}NOT COVERED {2}mine\n {8}client: cable cut at .*, not detected: /);
});

test('the text of a run ends with the verdict beside the bound', () => {
  expect(runToText(play(CUT))).toMatch(/\n {2}PASS {2}mine: detected after \d+\.\d{3} s, bound 6\.5\d\d s\n/);
});
