/** Kinds of WebSocket clients, and the steps for them. */
import { describe, expect, test } from 'vitest';
import { parseScenario } from '../../simulator/scenario/format/parse.ts';
import { misfits } from '../../simulator/scenario/peers/misfits.ts';
import type { Run } from '../../simulator/verdict/judged-run.ts';
import { built, planOfText } from '../whole/firmware.ts';
import { play, scenario } from '../whole/play.ts';
import { withApp } from './app.ts';
import { SPEC } from './rig.ts';

const ECHO = { ...SPEC, sockets: [{ ...SPEC.sockets[0], traffic: 'echo' }] };
const on = (what: string, more: object = {}) => ({ do: what, peer: 'client', ...more });
const until = (is: string, more: object = {}) => on('wait-until', { is, limit: { s: 5 }, ...more });
const pause = (s: number) => ({ do: 'wait', for: { s } });
const HELLO = [on('connect'), until('open'), on('send', { text: 'hello' }), on('expect-echo')];
const ALIVE = { expect: { alive: ['client'] } };
const detected = (as: string) => ({ expect: { detected: [{ peer: 'client', as }] } });

const run = async (kind: string, steps: readonly unknown[], told: object = {}): Promise<Run> =>
  play(await built(ECHO), scenario(steps, { peers: [{ name: 'client', kind }], ...told }));
const passed = ({ verdict, reasons }: Run) => expect(verdict, reasons.join('\n')).toBe('pass');
const told = ({ timeline }: Run) =>
  timeline.flatMap((event) => (event.kind === 'firmware' && event.what === 'ended' ? [event.reason] : []));
const rulesOf = ({ violations }: Run) => violations.map(({ rule }) => rule);

test('messages, fragments and pings come back', async () => {
  const steps = [
    ...HELLO,
    on('ws-message', { text: 'Gr\u00fc\u00dfe' }),
    on('ws-message', { hex: '00 ff' }),
    on('ws-message', { bytes: 1000, fragments: 7 }),
    on('ws-message', { bytes: 0 }),
    on('expect-echo'),
    on('ws-ping'),
    on('ws-ping', { text: 'still there?' }),
    until('ponged', { count: 2 }),
  ];
  passed(await run('plain', steps, { expect: { alive: ['client'], echoed: [{ peer: 'client', bytes: 1014 }] } }));
});

test('a browser closes in two steps, and the device closes the connection first', async () => {
  const result = await run(
    'browser',
    [...HELLO, on('ws-close', { code: 4000, reason: 'done' }), until('detected'), pause(1)],
    detected('websocket-close'),
  );
  passed(result);
  expect(told(result)).toEqual(['websocket-closed']);
  const fins = result.timeline.flatMap((event) =>
    event.kind === 'frame' && /\bFIN\b/.test(event.summary) ? [event.from] : [],
  );
  expect(fins[0]).toBe('device');
});

test('a browser whose script hangs takes what comes, and gives it to its script later', async () => {
  const hung = [...HELLO, on('hang'), on('send', { bytes: 3000 }), pause(2)];
  const taken = ({ timeline }: Run) =>
    timeline.filter((event) => event.kind === 'peer' && event.what === 'received').length;
  const [browser, plain] = [await run('browser', hung), await run('plain', hung)];
  expect(taken(browser)).toBeGreaterThan(taken(plain)); // the network process reads on
  passed(await run('browser', [...hung, on('unhang'), on('expect-echo')], ALIVE));
});

test('a browser whose script hangs from the begin stays connected', async () => {
  const result = await run('hung-browser', [on('connect'), until('open'), pause(3)], detected('peer-hung'));
  expect([result.verdict, told(result)]).toEqual(['not-covered', []]);
});

test('frames without a mask end the connection', async () => {
  const result = await run(
    'unmasked',
    [on('connect'), until('open'), on('ws-ping'), until('detected')],
    detected('websocket-close'),
  );
  passed(result);
  expect(told(result)).toEqual(['websocket-closed']);
});

test('a message that is too long ends the connection', async () => {
  passed(
    await run('plain', [...HELLO, on('ws-message', { bytes: 1025 }), until('detected')], detected('websocket-close')),
  );
});

test('one that dies inside a frame is noticed by probes', async () => {
  const result = await run(
    'dies-in-frame',
    [on('connect'), until('open'), on('send', { text: 'never whole' }), until('detected')],
    detected('power-cut'),
  );
  passed(result);
  expect(told(result)).toEqual(['probe-timeout']);
});

test('one that stops inside a frame is kept', async () => {
  passed(
    await run('plain', [...HELLO, on('ws-message', { text: 'never whole', stopsAfter: 8 }), pause(3)], { expect: {} }),
  );
});

test('one that drips its request loses its socket after handshakeS', async () => {
  const result = await run('drips-request', [on('connect'), until('detected')], detected('unfinished-handshake'));
  passed(result);
  expect(result.detections[0]?.latencyMs).toBeGreaterThan(2000);
});

test('an application may close its WebSocket, and the run passes', async () => {
  const closing = await withApp('kw_ws_close(sn, 4001U);', ECHO);
  const result = play(closing, scenario([on('connect'), until('open'), on('send', { text: 'x' }), until('closed')]));
  passed(result);
  expect(told(result)).toEqual(['websocket-closed']);
});

test('what the RFC forbids fails the run by name', async () => {
  const wrong = await withApp('(void)kw_ws_send_text(sn, (uint8_t const *)"\\xff", 1U);', ECHO);
  const result = play(wrong, scenario([on('connect'), until('open'), on('send', { text: 'x' }), pause(1)]));
  expect([result.verdict, rulesOf(result)]).toEqual(['fail', ['websocket/utf-8']]);
  expect(result.reasons.join('\n')).toContain('Violation (websocket/utf-8)');
});

describe('a scenario that does not fit', () => {
  const plan = planOfText(JSON.stringify({ ...ECHO, sockets: [{ port: 5000 }, ...ECHO.sockets] }));
  const problems = (text: string) => {
    const parsed = parseScenario(text, (it) => misfits(it, plan));
    return parsed.ok ? [] : parsed.problems.map(({ message, line, column }) => `${line}:${column} ${message}`);
  };
  const written = (peers: string, steps: string) =>
    `{ "name": "a", "title": "A", "peers": [${peers}],\n"steps": [\n${steps}\n] }`;

  test.each([
    [
      '{ "name": "client" }',
      '{ "do": "connect", "peer": "client" },\n{ "do": "ws-ping", "peer": "client" }',
      '4:9 The step "ws-ping" needs a WebSocket; "client" is for socket 0, whose protocol is stream.',
    ],
    [
      '{ "name": "all", "socket": "each" }',
      '{ "do": "repeat", "times": 2, "steps": [\n{ "do": "ws-close", "peer": "all" }] }',
      '4:9 The step "ws-close" needs a WebSocket; "all" is for socket 0, whose protocol is stream.',
    ],
    [
      '{ "name": "client", "kind": "browser" }',
      '{ "do": "connect", "peer": "client" }',
      '1:68 A peer of the kind "browser" needs a WebSocket; "client" is for socket 0, whose protocol is stream.',
    ],
    [
      '{ "name": "client" }',
      '{ "do": "wait-until", "peer": "client", "is": "ponged" }',
      '3:47 "wait-until" with "ponged" needs a WebSocket; "client" is for socket 0, whose protocol is stream.',
    ],
  ])('%s %s', (peers, steps, message) => {
    expect(problems(written(peers, steps))).toEqual([message]);
  });

  test('on the other socket it fits', () => {
    expect(
      problems(
        written('{ "name": "client", "socket": 1, "kind": "browser" }', '{ "do": "ws-ping", "peer": "client" }'),
      ),
    ).toEqual([]);
  });

  test.each([
    ['{ "do": "ws-message", "peer": "client" }', 'A "ws-message" has one of "text", "hex" and "bytes".'],
    ['{ "do": "ws-ping", "peer": "client", "text": "a", "hex": "00" }', 'A "ws-ping" has "text" or "hex", not both.'],
    [
      `{ "do": "ws-ping", "peer": "client", "text": "${'\u20ac'.repeat(42)}" }`,
      'A ping has at most 125 bytes; found 126.',
    ],
    ['{ "do": "ws-close", "peer": "client", "code": 1005 }', 'The code 1005 is never sent; use 1000, or 3000 to 4999.'],
    [
      '{ "do": "ws-close", "peer": "client", "code": null, "reason": "x" }',
      'A close without a "code" has no "reason".',
    ],
  ])('%s', (steps, message) => {
    expect(problems(written('{ "name": "client", "socket": 1 }', steps))).toEqual([`3:1 ${message}`]);
  });
});
