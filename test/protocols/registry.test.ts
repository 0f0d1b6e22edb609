/** Which protocol a socket gets, and which it may be given. */
import { expect, test } from 'vitest';
import { parseSpec } from '../../generator/input/index.ts';
import { planOf } from '../../generator/plan/plan.ts';

const BASE = { chip: 'W5500', keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }, timer: { prescaler: 71 } };
const BYE = { goodbye: { text: 'bye' } };

function protocols(more: object) {
  const parsed = parseSpec(JSON.stringify({ ...BASE, ...more }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return planOf(parsed.value).sockets.map(({ protocol }) => protocol);
}

function problems(more: object): readonly string[] {
  const parsed = parseSpec(JSON.stringify({ ...BASE, ...more }));
  return parsed.ok ? [] : parsed.problems.map(({ pointer, message }) => `${pointer}: ${message}`);
}

test('without the key it follows from what the socket looks for', () => {
  expect(protocols({})).toEqual(['stream']);
  expect(protocols({ primer: { text: 'hi' } })).toEqual(['stream']);
  expect(protocols(BYE)).toEqual(['messages']);
  expect(protocols({ heartbeat: { expect: { withinS: 9 } } })).toEqual(['stream']);
  expect(protocols({ heartbeat: { expect: { withinS: 9, text: 'a' } } })).toEqual(['messages']);
  expect(protocols({ ...BYE, sockets: [{}, { port: 6000, goodbye: null }] })).toEqual(['messages', 'stream']);
});

test('it may be given where it fits', () => {
  expect(protocols({ protocol: 'stream' })).toEqual(['stream']);
  expect(protocols({ protocol: 'messages', ...BYE })).toEqual(['messages']);
  const sockets = [{}, { port: 6000, protocol: null }];
  expect(protocols({ protocol: 'messages', ...BYE, sockets })).toEqual(['messages', 'messages']);
});

test.each<[name: string, spec: object, problem: RegExp]>([
  [
    'stream with messages',
    { protocol: 'stream', ...BYE },
    /^\/protocol: Found "stream", but "goodbye" has a message .* Use "websocket" or "messages"/,
  ],
  [
    'messages with none',
    { protocol: 'messages' },
    /^\/protocol: Found "messages", but no key has a message .* Use "websocket" or "stream"/,
  ],
  ['a socket of its own', { ...BYE, sockets: [{ protocol: 'stream' }] }, /^\/sockets\/0\/protocol: Found "stream"/],
  [
    'a WebSocket client',
    { sockets: [{ role: 'client', server: { ip: '192.168.1.9', port: 80 }, protocol: 'websocket' }] },
    /^\/sockets\/0\/protocol: Found "websocket" for a client\. Allowed: "stream"; only servers/,
  ],
  [
    'a key for another protocol',
    { sockets: [{ websocket: { path: '/ws' } }] },
    /^\/sockets\/0\/websocket: Found "websocket", but the protocol of the socket is not websocket\. Add "protocol": "websocket"/,
  ],
  [
    'a message on a WebSocket',
    { protocol: 'websocket', primer: { text: 'hi' } },
    /^\/primer: The client of a WebSocket sends the first data/,
  ],
  [
    'a path without a slash',
    { protocol: 'websocket', websocket: { path: 'ws' } },
    /^\/websocket\/path: Found "ws"\..* a slash, then/,
  ],
  ['another word', { protocol: 'streem' }, /^\/protocol: Found "streem".*Did you mean "stream"\?/],
])('%s is refused', (_name, spec, problem) => {
  expect(problems(spec)).toEqual([expect.stringMatching(problem)]);
});
