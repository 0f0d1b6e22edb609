/** The built-in scenarios, in which simulated browsers speak WebSocket. */
import { expect, test } from 'vitest';
import { BUILT_IN } from '../../simulator/scenario/builtin.ts';
import { type Built, built, CHIPS } from '../whole/firmware.ts';
import { builtIn, play, scenario } from '../whole/play.ts';
import { isWhole, shareOf } from '../whole/share.ts';

const SPEC = {
  ...{ chip: 'W5500', keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }, timer: { prescaler: 71 } },
  sockets: [{ port: 80, count: 2, protocol: 'websocket' }],
};
/** Pongs do not count as data, and no method asks for any. */
const NOT_COVERED = ['peer-hung', 'ws-tab-hangs'];
/** What is played without a WebSocket too: a part of it in `npm test`, and the simulated hour in the sweeps. */
const OTHERS = BUILT_IN.filter(({ name }) => !name.startsWith('ws-') && (name !== 'idle' || isWhole));
const OWN = BUILT_IN.filter(({ name }) => name.startsWith('ws-'));
const CELLS = CHIPS.flatMap((chip, row) => {
  const isFirst = chip === 'W5500';
  const played = [...shareOf(OTHERS, isFirst ? 3 : 8, row), ...shareOf(OWN, isFirst ? 1 : 2, row)];
  return played.map((what) => [chip, what.name, what] as const);
});

test.each(CELLS)('%s, %s', async (chip, name, what) => {
  const { verdict, reasons } = play(await built({ ...SPEC, chip }), what);
  expect(verdict, reasons.join('\n')).toBe(NOT_COVERED.includes(name) ? 'not-covered' : 'pass');
});

/** A browser answers for a page that hangs; a program that hangs answers nothing. */
test.each([
  ['peer-hung', {}, 'pass', ['no-pong']],
  ['ws-tab-hangs', {}, 'not-covered', []],
  ['ws-tab-hangs', { idle: { closeAfterS: 15 } }, 'pass', ['idle']],
] as const)('with pings, %s %j', async (name, more, verdict, reasons) => {
  const websocket = { ping: { afterIdleS: 5, withinS: 2 } };
  const run = play(await built({ ...SPEC, ...more, sockets: [{ ...SPEC.sockets[0], websocket }] }), builtIn(name));
  expect([run.verdict, run.detections.flatMap(({ reason }) => reason ?? [])], run.reasons.join('\n')).toEqual([
    verdict,
    reasons,
  ]);
});

/** What works below a WebSocket does so without pings and probes. */
test.each<readonly [string, object, readonly object[], string, string]>([
  ['link', { link: { onDown: 'close' } }, [{ do: 'cut', at: 'device' }], 'link-down', 'link-down'],
  [
    'send timeout',
    { sendTimeoutS: 5, retransmission: { timeoutMs: 1000, count: 8 } },
    [
      { do: 'stop-reading', peer: 'client' },
      { do: 'send', peer: 'client', bytes: 40_000 },
    ],
    'zero-window',
    'send-timeout',
  ],
  ['health', { health: { everyS: 4 } }, [{ do: 'chip', is: 'reset' }], 'chip-reset', 'chip-fault'],
])('%s', async (_name, more, failure, as, reason) => {
  const sockets = [{ port: 80, count: 2, protocol: 'websocket', keepalive: null }];
  const firmware = await built({ ...SPEC, ...more, sockets });
  const [hello, end] = [
    { do: 'send', peer: 'client', text: 'hello' },
    { do: 'wait-until', peer: 'client', is: 'detected', limit: { s: 30 } },
  ];
  const all = [{ do: 'connect', peer: 'client' }, hello, { do: 'expect-echo', peer: 'client' }, ...failure, end];
  const told = { detected: [{ peer: 'client', as }], listening: true };
  const { verdict, reasons, detections } = play(firmware, scenario(all, { expect: told }));
  expect([verdict, detections.map((it) => it.reason)], reasons.join('\n')).toEqual(['pass', [reason]]);
});

/** Three sockets, of which one is kept for the page. */
const PAGED = { ...SPEC, sockets: [{ ...SPEC.sockets[0], count: 3, websocket: { page: 'index.html' } }] };
const paged = (chip = 'W5500', more: object = {}): Promise<Built> => {
  const [socket] = PAGED.sockets;
  return built({ ...PAGED, chip, sockets: [{ ...socket, ...more }] }, {}, 'test', { 'index.html': '<p>' });
};
/** Those with as many clients as the device takes. */
const CROWDED = BUILT_IN.filter(
  ({ peers, name }) => peers.some(({ socket }) => socket !== 0) && (name !== 'idle' || isWhole),
);
const PAGE_CELLS = CHIPS.flatMap((chip, row) =>
  shareOf(CROWDED, 3, row).map((what) => [chip, what.name, what] as const),
);

test.each(PAGE_CELLS)('%s with a page, %s', async (chip, _name, what) => {
  const { verdict, reasons } = play(await paged(chip), what);
  expect(verdict, reasons.join('\n')).toBe('pass');
});

test('two sockets, one of them kept for the page: of two clients that are gone, one new client at a time', async () => {
  const { verdict, reasons } = play(await paged('W5500', { count: 2 }), builtIn('ws-close-both'));
  expect(verdict, reasons.join('\n')).toBe('pass');
});

const steps = (...peers: readonly string[]) => peers.map((peer) => ({ do: 'connect', peer, limit: { s: 3 } }));
const PEERS = { peers: ['first', 'second', 'third'].map((name) => ({ name, socket: 0 })) };

test('a client that gets 503 tries again until there is room', async () => {
  const leaves = { do: 'close', peer: 'first' };
  const alive = scenario(
    [
      ...steps('first', 'second'),
      { do: 'connect', peer: 'third', limit: { s: 2 }, optional: true },
      leaves,
      ...steps('third'),
    ],
    {
      ...PEERS,
      expect: { alive: ['second', 'third'] },
    },
  );
  const { verdict, reasons, timeline } = play(await paged(), alive);
  expect(verdict, reasons.join('\n')).toBe('pass');
  const refused = timeline.filter(
    (event) => event.kind === 'firmware' && event.what === 'ended' && event.reason === 'no-handshake',
  );
  expect(refused.length).toBeGreaterThan(1);
});

test('a third client is not connected as long as two are', async () => {
  const { reasons } = play(await paged(), scenario(steps('first', 'second', 'third'), PEERS));
  expect(reasons[0]).toBe('A step failed: third not connected within 3 s.');
});

test('a device that says that it is full, and has room, fails', async () => {
  const firmware = { ...(await paged()), wasm: (await paged('W5500', { count: 2 })).wasm };
  const { verdict, reasons } = play(firmware, scenario(steps('first', 'second'), PEERS));
  expect([verdict, reasons.join(' ')]).toEqual([
    'fail',
    expect.stringMatching(
      /Socket 1 left ESTABLISHED at .* \(command, reason no-handshake\) although second was alive\./,
    ),
  ]);
});
