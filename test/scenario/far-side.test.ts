import { describe, expect, test } from 'vitest';
import { runScenario } from '../../simulator/run-scenario.ts';
import { checkScenario } from '../../simulator/scenario/format/parse.ts';
import type { Run } from '../../simulator/verdict/judged-run.ts';
import { CHIPS_ABOVE, isWhole, shareOf } from '../whole/share.ts';
import { type Firmware, firmwareOf } from './firmware.ts';

/** A day, or where time is short a part of it. */
const LONG_S = isWhole ? 86_400 : 900;

// Long periods keep probes out of the way.
const BASE = { keepalive: { NO_DATA_PERIOD: 600, KA_SEND_PERIOD: 600 }, timer: { prescaler: 71 } };
const SERVER = [{ role: 'server', port: 5000 }];
const CLIENT = [{ role: 'client', server: { ip: '192.168.1.50', port: 7000 } }];
const HELLO = [
  { do: 'connect', peer: 'client' },
  { do: 'send', peer: 'client', text: 'hello' },
  { do: 'expect-echo', peer: 'client' },
];
const on = (what: string) => ({ do: what, peer: 'client' });
const pause = (s: number) => ({ do: 'wait', for: { s } });
const GONE = { do: 'wait-until', peer: 'client', is: 'detected' };
const ALIVE = { expect: { alive: ['client'] } };

const builds = new Map<string, Promise<Firmware>>();
async function play(spec: object, steps: readonly unknown[], told: object = {}, seed = 1): Promise<Run> {
  const whole = { ...BASE, sockets: SERVER, ...spec };
  const key = JSON.stringify(whole);
  const build = builds.get(key) ?? firmwareOf(whole);
  builds.set(key, build);
  const checked = checkScenario({ name: 'mine', title: 'Mine', steps, ...told });
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return runScenario({ ...(await build), scenario: checked.value, seed });
}

const detected = (as: string, more = {}) => ({ expect: { detected: [{ peer: 'client', as, ...more }] } });
const SILENT = { peers: [{ name: 'client', speaks: false }] };
const passed = ({ verdict, reasons }: Run) => expect(verdict, reasons.join('\n')).toBe('pass');
const reasonsTold = ({ timeline }: Run) =>
  timeline.flatMap((event) => (event.kind === 'firmware' && event.what === 'ended' ? [event.reason] : []));

/** Payload bytes of the peer's segments, or of the device's, by the lengths in the frames' summaries. */
const bytesFrom = ({ timeline }: Run, from: string) =>
  timeline.reduce((sum, event) => {
    const length = event.kind === 'frame' && event.from === from ? / len=(\d+)/.exec(event.summary)?.[1] : undefined;
    return sum + Number(length ?? 0);
  }, 0);

const EXPECT_ANY = { heartbeat: { expect: { withinS: 9 } } };
const EXPECT_TEXT = { heartbeat: { expect: { text: 'alive', withinS: 9, pass: false } } };
const EXPECT_PASSED = { heartbeat: { expect: { text: 'alive', withinS: 9, pass: true } } };
const ASK_ANY = { ask: { text: 'there?', afterIdleS: 5, withinS: 2, tries: 3 } };
const ASK_TEXT = { ask: { ...ASK_ANY.ask, answer: { text: 'yes', pass: false } } };
const ASK_PASSED = { ask: { ...ASK_ANY.ask, answer: { text: 'yes', pass: true } } };

describe.each(CHIPS_ABOVE)('%s', (chip) => {
  describe.each([
    ['a server', SERVER],
    ['a client', CLIENT],
  ])('%s', (_role, sockets) => {
    const given = { chip, sockets };
    /** Each role and chip plays half of them. */
    const row = (chip === 'W5500' ? 0 : 1) + (sockets === SERVER ? 0 : 1);
    const carrying: readonly (readonly [string, object])[] = [
      ['any data as heartbeats', EXPECT_ANY],
      ['heartbeats that are consumed', EXPECT_TEXT],
      ['heartbeats that are passed on', EXPECT_PASSED],
      ['any data as answers', ASK_ANY],
      ['answers that are consumed', ASK_TEXT],
      ['answers that are passed on', ASK_PASSED],
      ['heartbeats of the device', { heartbeat: { send: { text: 'online', everyS: 3 } } }],
      ['a primer that reads as what is sent', { primer: { text: 'hello' } }],
    ];
    test.each(shareOf(carrying, 2, row))(
      '%s: the connection lives and carries what it is given',
      async (_name, spec) => {
        const steps = [
          ...HELLO,
          pause(isWhole ? 200 : 60),
          { do: 'send', peer: 'client', bytes: 3000 },
          on('expect-echo'),
        ];
        passed(await play({ ...given, ...spec }, steps, ALIVE));
      },
    );

    test.each([
      ['heartbeats', EXPECT_TEXT, 'heartbeat-missed'],
      ['answers', ASK_TEXT, 'no-answer'],
    ])('a peer that hangs sends no %s', async (_name, spec, reason) => {
      const run = await play({ ...given, ...spec }, [...HELLO, on('hang'), GONE], detected('peer-hung'));
      passed(run);
      expect(reasonsTold(run)[0]).toBe(reason);
    });

    test('a goodbye ends it with its own reason, and one that hangs and comes back does not', async () => {
      const spec = { ...given, ...ASK_TEXT, goodbye: { text: 'bye' } };
      const run = await play(spec, [...HELLO, on('say-goodbye'), GONE], detected('goodbye'));
      passed(run);
      expect(reasonsTold(run)[0]).toBe('goodbye');
      const back = [...HELLO, on('hang'), pause(8), on('unhang'), pause(60), { ...HELLO[1] }, on('expect-echo')];
      passed(await play(spec, back, ALIVE));
    });
  });

  test('heartbeats come three times within the limit, answers once per question', async () => {
    const beats = await play({ chip, ...EXPECT_TEXT }, [...HELLO, pause(90)], ALIVE);
    // 90 s of "alive" each 3 s, and the scenario's "hello".
    expect(bytesFrom(beats, 'client')).toBe(5 + 5 * 30);
    expect(bytesFrom(beats, 'device')).toBe(5);
    const answers = await play({ chip, ...ASK_TEXT }, [...HELLO, pause(91)], ALIVE);
    const questions = (bytesFrom(answers, 'device') - 5) / 'there?'.length;
    expect(questions).toBeGreaterThanOrEqual(17);
    expect(bytesFrom(answers, 'client')).toBe(5 + 3 * questions);
  });

  test('a peer that does not speak is closed, rightly', async () => {
    const beats = await play({ chip, ...EXPECT_TEXT }, [...HELLO, pause(30)], SILENT);
    passed(beats);
    expect(reasonsTold(beats)).toEqual(['heartbeat-missed']);
    const questions = await play({ chip, ...ASK_TEXT }, [...HELLO, pause(30)], SILENT);
    passed(questions);
    expect(reasonsTold(questions)).toEqual(['no-answer']);
    const idle = await play({ chip, idle: { closeAfterS: 10, checkEveryS: 2 } }, [...HELLO, pause(30)], SILENT);
    passed(idle);
    expect(reasonsTold(idle)).toEqual(['idle']);
  });

  test('a peer that says nothing is closed; one that keeps to the spec is not', async () => {
    const kind = { peers: [{ name: 'client', speaks: false }] };
    const run = await play({ chip, idle: { closeAfterS: 10, checkEveryS: 2 } }, [...HELLO, pause(30)], kind);
    passed(run);
    const closed = run.timeline.find((event) => event.kind === 'socket-state' && event.to === 'CLOSED');
    expect(closed).toMatchObject({ from: 'FIN_WAIT', cause: 'command' }); // it does not answer the FIN: a second, and no more
  });

  test('what the peer sends is told from what the device takes out of it', async () => {
    const both = { ...EXPECT_TEXT, ...ASK_TEXT };
    const steps = [...HELLO, { do: 'send', peer: 'client', text: 'a yes or alive b' }, on('expect-echo'), pause(20)];
    const run = await play({ chip, ...both }, steps, {
      expect: { alive: ['client'], echoed: [{ peer: 'client', bytes: 13 }] },
    });
    passed(run); // "hello" and "a  or  b"
  });

  test('a window that is shut for too long', async () => {
    const steps = [...HELLO, on('stop-reading'), { do: 'send', peer: 'client', bytes: 40_000 }, GONE];
    const run = await play({ chip, sendTimeoutS: 5 }, steps, detected('zero-window'));
    passed(run);
    expect(reasonsTold(run)).toEqual(['send-timeout']);
  });
});

test('who has no goodbye cannot say it', async () => {
  const { reasons } = await play({ chip: 'W5500' }, [...HELLO, on('say-goodbye')]);
  expect(reasons[0]).toBe('A step failed: client has no goodbye to say: the spec has no goodbye message for socket 0.');
});

test(`the far side lives beside every method for ${LONG_S / 60} minutes`, async () => {
  const all = { ...EXPECT_TEXT, ...ASK_TEXT, primer: { text: 'hi' }, idle: { closeAfterS: 60, checkEveryS: 10 } };
  const heartbeat = { expect: { text: 'alive', withinS: 60 }, send: { text: 'online', everyS: 40 } };
  const spec = { chip: 'W5500', ...all, heartbeat, goodbye: { text: 'bye' }, sendTimeoutS: 10 };
  passed(await play(spec, [...HELLO, pause(LONG_S), { ...HELLO[1] }, on('expect-echo')], ALIVE));
});
