/** What a spec may not say of a WebSocket server: each error with its place. */
import { describe, expect, test } from 'vitest';
import { resolved, type SchemaNode } from '../../document/shape/schema.ts';
import { parseSpec } from '../../generator/input/index.ts';
import { SPEC_SCHEMA } from '../../generator/input/schema/spec.ts';
import { BRISK, planOfText } from '../whole/firmware.ts';

const SOCKET = { port: 80, protocol: 'websocket' };

function problems(socket: object, more: object = {}, others: readonly object[] = []): readonly string[] {
  const text = JSON.stringify({
    ...{ chip: 'W5500', keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }, timer: { prescaler: 71 } },
    sockets: [{ ...SOCKET, ...socket }, ...others],
    ...more,
  });
  const parsed = parseSpec(text, {});
  return parsed.ok ? [] : parsed.problems.map(({ pointer, message }) => `${pointer}: ${message}`);
}

describe('forbidden characters', () => {
  test.each([
    ['path', { path: 'ws' }, '/path: Found "ws". Allowed: a slash, then'],
    ['path with a blank', { path: '/a b' }, '/path: '],
    ['path with a quote', { path: '/a"b' }, '/path: '],
    ['path with a backslash', { path: '/a\\b' }, '/path: '],
    ['path with a line break', { path: '/a\n' }, '/path: '],
    ['path with a query', { path: '/a?b' }, '/path: '],
    ['path with a fragment', { path: '/a#b' }, '/path: '],
    ['path of 65 characters', { path: `/${'a'.repeat(64)}` }, '/path: '],
    ['path that is not ASCII', { path: '/\u00e4' }, '/path: '],
    ['subprotocol with a blank', { subprotocols: ['v 1'] }, '/subprotocols/0: Found "v 1". Allowed: a token'],
    ['subprotocol with a comma', { subprotocols: ['v1', 'a,b'] }, '/subprotocols/1: '],
    ['empty subprotocol', { subprotocols: [''] }, '/subprotocols/0: '],
    ['origin with a path', { origins: ['http://a/'] }, '/origins/0: Found "http://a/". Allowed: a scheme'],
    ['origin in capitals', { origins: ['http://A'] }, '/origins/0: '],
    ['origin without a scheme', { origins: ['a'] }, '/origins/0: '],
    ['page with a line break', { page: 'a\n.html' }, '/page: '],
    ['page that would end a comment', { page: 'a*/b.html' }, '/page: '],
  ])('%s', (_name, websocket, message) => {
    const [first, ...more] = problems({ websocket });
    expect(first).toContain(`/sockets/0/websocket${message}`);
    expect(more).toEqual([]);
  });

  test.each([
    { path: `/${'~'.repeat(63)}` },
    { path: "/!$%&'()*+,-./:;<=>@[]^_`{|}" },
    { subprotocols: ["!#$%&'*+.^_`|~0-9A-Za-z-"] },
    { origins: ['http://192.168.1.20:8080', 'https://[2001:db8::1]', 'app://local_host'] },
  ])('%j is allowed', (websocket) => {
    expect(problems({ websocket })).toEqual([]);
  });
});

describe('lists of the handshake', () => {
  const many = (count: number, length = 3) =>
    Array.from({ length: count }, (_, index) => `${index}`.padStart(length, 'v'));
  const http = (port: string) => ({ origins: [`http://a:${port}`] });

  test.each([
    ['nine subprotocols', { subprotocols: many(9) }, ': Found 9 entries. Allowed: an array of at most 8 entries.'],
    ['one twice', { subprotocols: ['v2', 'v1', 'v2'] }, '/2: Found "v2" again, as at index 0. Allowed: each once'],
    [
      '129 bytes',
      { subprotocols: [...many(1, 64), ...many(1, 63)] },
      ': Found 129 bytes, joined with ", ". Allowed: at',
    ],
    ['eight long ones', { subprotocols: many(8, 64) }, ': Found 526 bytes'],
  ])('subprotocols, %s', (_name, websocket, message) => {
    expect(problems({ websocket })).toEqual([expect.stringContaining(`/sockets/0/websocket/subprotocols${message}`)]);
    expect(problems({}, { websocket })).toEqual([expect.stringContaining(`/websocket/subprotocols${message}`)]);
  });

  test.each([
    [
      'one twice',
      { origins: ['http://a', 'http://a'] },
      '1: Found "http://a" again, as at index 0. Allowed: each once',
    ],
    ['the usual port', http('80'), '0: Found "http://a:80", which no browser sends: it leaves out the usual port'],
    ['the usual port of https', { origins: ['https://a:443'] }, '0: Found "https://a:443", which no browser'],
    ['the usual port after IPv6', { origins: ['http://[::1]:80'] }, '0: Found "http://[::1]:80", which no browser'],
    ['a port too large', http('99999'), '0: Found the port 99999 in "http://a:99999". Allowed: a port from 1 to 65535'],
    ['port 0', http('0'), '0: Found the port 0 '],
    ['zeros before the port', http('0080'), '0: Found the port 0080 '],
    ['a colon and no port', http(''), '0: Found "http://a:". Allowed: a scheme'],
    ['two ports', http('80:80'), '0: Found "http://a:80:80". Allowed: a scheme'],
  ])('origins, %s', (_name, websocket, message) => {
    expect(problems({ websocket })).toEqual([expect.stringContaining(`/sockets/0/websocket/origins/${message}`)]);
    expect(problems({}, { websocket })).toEqual([expect.stringContaining(`/websocket/origins/${message}`)]);
  });

  test.each([
    { subprotocols: ['v1', 'V1'] },
    { subprotocols: [...many(1, 64), ...many(1, 62)] },
    { origins: ['http://a:443', 'https://a:80', 'http://a', 'https://a', 'http://a:65535', 'app://a:80'] },
  ])('%j is allowed', (websocket) => {
    expect(problems({ websocket })).toEqual([]);
  });
});

test('messages that are looked for say in which form they must come', () => {
  const root = SPEC_SCHEMA as SchemaNode;
  const key = (name: string): SchemaNode => resolved(root.properties?.[name] ?? {}, root);
  const [heartbeat, ask, goodbye] = [key('heartbeat'), key('ask'), key('goodbye')];
  const described = [heartbeat.properties?.expect, ask.properties?.answer, goodbye];
  for (const node of described) expect(node?.description).toContain('one text message in one frame');
});

test('only servers speak WebSocket', () => {
  const client = { role: 'client', port: undefined, server: { ip: '192.168.1.10', port: 7000 } };
  expect(problems(client)).toEqual([
    '/sockets/0/protocol: Found "websocket" for a client. Allowed: "stream"; only servers speak WebSocket.',
  ]);
  expect(problems({ ...client, protocol: undefined }, { protocol: 'websocket' })).toEqual([
    expect.stringMatching(/^\/sockets\/0\/role: Found "websocket" for a client\./),
  ]);
});

test.each(['W5500', 'W5200'])('more sockets than the %s has', (chip) => {
  expect(problems({ count: 8 }, { chip, buffers: undefined })).toEqual([]);
  expect(problems({ count: 9 }, { chip })[0]).toMatch(
    /^\/sockets\/0\/count: Found 9\. Allowed: a whole number from 1 to 8/,
  );
  expect(problems({ count: 5 }, { chip }, [{ port: 5000, count: 4 }])[0]).toMatch(/^\/sockets.*8/);
});

test.each([2.01, 1.005, 0.1234])('%d s are whole milliseconds in the firmware', (s) => {
  const text = JSON.stringify({
    ...BRISK,
    chip: 'W5500',
    sockets: [{ ...SOCKET, websocket: { handshakeS: s, closeS: s } }],
  });
  const { handshakeMs, closeMs } = planOfText(text).sockets[0]?.websocket ?? {};
  expect([handshakeMs, closeMs]).toEqual([Math.round(s * 1000), Math.round(s * 1000)]);
});

test('every key at once is what the firmware gets', () => {
  const websocket = {
    ...{ path: '/ws', subprotocols: ['keepwire.v1'], origins: ['http://192.168.1.20'], maxMessageBytes: 1024 },
    ...{ handshakeS: 5, closeS: 2, ping: { afterIdleS: 10, withinS: 5, tries: 2 }, page: 'index.html' },
  };
  const sockets = [{ ...SOCKET, count: 4, websocket }];
  const plan = planOfText(JSON.stringify({ ...BRISK, chip: 'W5500', sockets }), 'test', { 'index.html': '<p>' });
  expect(plan.sockets.map(({ port }) => port)).toEqual([80, 80, 80, 80]);
  const [first] = plan.sockets;
  expect(first?.websocket).toMatchObject({
    ...{ path: '/ws', subprotocols: ['keepwire.v1'], origins: ['http://192.168.1.20'], maxMessageBytes: 1024 },
    ...{ handshakeMs: 5000, closeMs: 2000, page: { file: 'index.html' } },
  });
  expect(first?.watch.ping).toEqual({ afterIdleMs: 10_000, withinMs: 5000, tries: 2 });
});

test('the protocol alone is enough', () => {
  const plan = planOfText(JSON.stringify({ ...BRISK, chip: 'W5500', sockets: [SOCKET] }));
  expect(plan.sockets[0]?.websocket).toMatchObject({
    ...{ path: '/', subprotocols: [], origins: null, maxMessageBytes: 1024, handshakeMs: 5000, closeMs: 2000 },
    page: null,
  });
  expect(plan.sockets[0]?.watch.ping).toBeNull();
});

test('limits', () => {
  const of = (websocket: object): string => problems({ websocket })[0] ?? '';
  expect(of({ maxMessageBytes: 0 })).toContain('/websocket/maxMessageBytes: Found 0. Allowed: a whole number from 1');
  expect(of({ maxMessageBytes: 65_536 })).toContain('/websocket/maxMessageBytes: Found 65536.');
  expect(of({ handshakeS: 0 })).toContain('/websocket/handshakeS: Found 0.');
  expect(of({ closeS: 3601 })).toContain('/websocket/closeS: Found 3601.');
  expect(of({ ping: { afterIdleS: 0, withinS: 1 } })).toContain('/websocket/ping/afterIdleS: Found 0.');
  expect(of({ ping: { afterIdleS: 1 } })).toContain('/sockets/0/websocket/ping');
});

test('the key where nobody speaks the protocol', () => {
  expect(problems({ protocol: 'stream', websocket: { path: '/' } })[0]).toMatch(
    /^\/sockets\/0\/websocket: Found "websocket", but the protocol of the socket is not websocket/,
  );
  expect(problems({ protocol: 'stream' }, { websocket: { path: '/' } })[0]).toMatch(
    /^\/websocket: Found "websocket", but the protocol of/,
  );
});

test('messages of methods are text, and the client speaks first', () => {
  expect(problems({}, { primer: { text: 'welcome' } })).toEqual([
    expect.stringMatching(/^\/primer: The client of a WebSocket sends the first data/),
  ]);
  const ask = { hex: 'ff', afterIdleS: 5, withinS: 1, tries: 1 };
  expect(problems({}, { ask })).toEqual([expect.stringMatching(/^\/ask: Found bytes that are no UTF-8/)]);
  const answer = { ...ask, hex: undefined, text: 'alive?', answer: { text: 'yes, and well' } };
  expect(problems({ websocket: { maxMessageBytes: 5 } }, { ask: answer })).toEqual([
    expect.stringMatching(/^\/ask\/answer: Found a message of 13 bytes\. Allowed: at most 5/),
  ]);
});
