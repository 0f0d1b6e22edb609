/** Dialogues beside the methods of a spec, for servers and clients. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BUILT_IN } from '../../simulator/scenario/builtin.ts';
import { built, EXAMPLES_FOLDER } from '../whole/firmware.ts';
import { builtIn, mustPass, play, scenario } from '../whole/play.ts';
import { isFew, parted, shareOf } from '../whole/share.ts';

const app = (name: string, file: string): string =>
  readFileSync(`${EXAMPLES_FOLDER}applications/${name}/${file}`, 'utf8');
const BASE = {
  chip: 'W5500',
  keepalive: { NO_DATA_PERIOD: 3, KA_SEND_PERIOD: 2 },
  timer: { prescaler: 71 },
};
const POLL = {
  say: { hex: '00 01 00 00 00 06 01 03 00 00 00 02' },
  expect: { hex: '00 01 00 00 00 07 01 03 04 00 01 00 02' },
  withinMs: 500,
};
const SERVER = { ...BASE, sockets: [{ port: 502, count: 2 }], traffic: { dialogue: [POLL] } };
const CLIENT = {
  ...BASE,
  sockets: [{ role: 'client', server: { ip: '192.168.1.10', port: 7000 }, reconnect: { firstMs: 100, maxMs: 500 } }],
  traffic: { dialogue: [{ hear: { pattern: "'PUB ' [30-39]{5} 0A" }, answer: { text: 'ACK\n' } }] },
};
const server = (more: object) => built({ ...SERVER, ...more }, { 'app.c': app('modbus-server', 'app.c') });
const client = (more: object) => {
  const files = { 'app.c': app('meter', 'app.c'), 'main.c': app('meter', 'main.c') };
  return built({ ...CLIENT, ...more }, files);
};

const METHODS = {
  idle: { idle: { closeAfterS: 6, checkEveryS: 1 } },
  'heartbeats of any data': { heartbeat: { expect: { withinS: 6 } } },
  heartbeats: { heartbeat: { send: { text: 'online', everyS: 4 }, expect: { text: 'alive', withinS: 6 } } },
  'questions that any data answers': { ask: { text: 'you?', afterIdleS: 4, withinS: 1, tries: 3 } },
  questions: { ask: { text: 'you?', answer: { text: 'yes!' }, afterIdleS: 4, withinS: 1, tries: 3 } },
  goodbye: { goodbye: { text: 'bye!' } },
};
const MINUTE = scenario(
  [
    { do: 'connect', peer: 'client' },
    { do: 'send', peer: 'client', text: 'hello' },
    { do: 'expect-echo', peer: 'client' },
    { do: 'wait', for: { s: 60 } },
    { do: 'send', peer: 'client', text: 'hello' },
    { do: 'expect-echo', peer: 'client' },
  ],
  { expect: { alive: ['client'] } },
);

describe.each([
  ['a server', server, 0],
  ['a client', client, 1],
] as const)('%s', (_role, firmwareOf, row) => {
  // Each role plays half of them.
  test.each(shareOf(Object.entries(METHODS), 2, row))(
    'with %s keeps its peer for a minute, and loses a dead one',
    async (_name, method) => {
      const firmware = await firmwareOf(method);
      const names = ['cable-cut', 'peer-hung', ...(isFew ? [] : ['orderly-close'])];
      for (const what of [MINUTE, ...names.map(builtIn)]) mustPass(firmware, what);
    },
  );
});

describe('what is said at intervals', () => {
  const everyS = (s: number) => ({ traffic: { dialogue: [{ ...POLL, everyS: s }] } });

  const few = ['cable-cut', 'nat-kept-open', 'nat-forgets', 'one-way-cut', 'silent-client', 'lossy-link', 'peer-hung'];
  const rest = BUILT_IN.map(({ name }) => name).filter((name) => !few.includes(name) && !name.startsWith('ws-'));

  test.each(parted(few, rest))('every second, and %s', async (name) => {
    mustPass(await server(everyS(1)), builtIn(name));
  });

  test('comes as often as it should', async () => {
    const { reasons } = mustPass(await server(everyS(5)), MINUTE);
    expect(reasons.join(' ')).toContain('14 messages came as the dialogue says');
  });
});

describe('an answer that differs', () => {
  const wrong = { ...POLL, expect: { hex: '00 01 00 00 00 07 01 03 04 00 01 00 03' } };

  test('is a reason of its own; the connection is judged all the same', async () => {
    const run = play(await server({ traffic: { dialogue: [wrong] } }), builtIn('cable-cut'));
    expect(run.verdict).toBe('fail');
    expect(run.reasons.slice(0, -1)).toEqual([
      expect.stringMatching(
        /^answer-differs: client at 0\.\d{3} s: byte 12 of what the device says is 0x02; "expect" of dialogue entry 0/,
      ),
      expect.stringMatching(/^answer-differs: new-client-0 at/),
    ]);
    const [detection] = run.detections;
    expect(detection?.latencyMs).toBeLessThanOrEqual(detection?.boundMs ?? 0);
  });

  test('so is one that does not come in time', async () => {
    const slow = { ...POLL, expect: { pattern: '??{200}' }, withinMs: 50 };
    const run = play(await server({ traffic: { dialogue: [slow] } }), builtIn('cable-cut'));
    expect(run.reasons[0]).toMatch(/^answer-differs: client .* only 13 bytes of the answer came .* within 50 ms\.$/);
  });
});
