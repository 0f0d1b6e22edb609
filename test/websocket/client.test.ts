/** The simulated client against bytes that no firmware sends; the bytes are written by hand from RFC 6455. */
import { describe, expect, test } from 'vitest';
import type { Framing, FramingClient, FramingTurn } from '../../contract/far-side.ts';
import type { WebsocketPlan } from '../../contract/websocket.ts';
import { sha1 } from '../../generator/protocols/websocket/client/accept.ts';
import { WebsocketClient } from '../../generator/protocols/websocket/client.ts';
import { acceptOf, BINARY, CLOSE, closePayload, PING, PONG, sent, TEXT } from './rig.ts';

const PLAN: WebsocketPlan = {
  ...{ path: '/ws', subprotocols: ['v1', 'v2'], origins: null, maxMessageBytes: 1024 },
  ...{ maxRequestBytes: 2048, handshakeMs: 2000, page: null, keptForPage: false, closeMs: 1000 },
};

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const rules = ({ violations }: FramingTurn): readonly string[] => violations.map(({ rule }) => rule);

/** What a page has is no matter to its neighbours. */
const PAGE = { file: 'p', contentType: 'text/html', bytes: 0, embeddedBytes: 0, etag: '', gzip: '' };

function begun(client: Partial<FramingClient> = {}, plan: WebsocketPlan = PLAN) {
  const framing: Framing = new WebsocketClient(plan, '192.168.1.20', client);
  const request = text(framing.begin());
  const key = /^Sec-WebSocket-Key: (.*)\r$/m.exec(request)?.[1] ?? '';
  const answer = (lines: readonly string[]) => Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
  const accepted = ['HTTP/1.1 101 x', 'Upgrade: WebSocket', 'connection: keep-alive, upgrade'];
  const right = [...accepted, `Sec-WebSocket-Accept: ${acceptOf(key)}`];
  return { framing, request, answer, accepted, right };
}

function opened(client: Partial<FramingClient> = {}): Framing {
  const { framing, answer, right } = begun(client);
  expect(framing.take(answer(right))).toMatchObject({ violations: [], endedBy: null });
  expect(framing.isOpen).toBe(true);
  return framing;
}

/** A client's frame as the firmware has to read it. */
function unmasked(frame: Uint8Array): { readonly first: number; readonly payload: Buffer } {
  const bytes = Buffer.from(frame);
  expect(bytes.readUInt8(1) & 0x80).toBe(0x80);
  const short = bytes.readUInt8(1) & 0x7f;
  const at = short === 126 ? 4 : 2;
  const length = short === 126 ? bytes.readUInt16BE(2) : short;
  expect(bytes).toHaveLength(at + 4 + length);
  return {
    first: bytes.readUInt8(0),
    payload: bytes.subarray(at + 4).map((it, index) => it ^ bytes.readUInt8(at + (index % 4))) as Buffer,
  };
}

test('SHA-1 of the examples of FIPS 180', () => {
  const hashed = (message: string): string => Buffer.from(sha1(Buffer.from(message))).toString('hex');
  expect(hashed('abc')).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
  expect(hashed('')).toBe('da39a3ee5e6b4b0d3255bfef95601890afd80709');
  expect(hashed('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
    '84983e441c3bd26ebaae4aa1f95129e5e54670f1',
  );
});

describe('the handshake', () => {
  test('the request has all that section 4.1 asks for', () => {
    const { request } = begun();
    expect(request).toMatch(/^GET \/ws HTTP\/1\.1\r\nHost: 192\.168\.1\.20\r\n/);
    for (const line of [
      'Upgrade: websocket',
      'Origin: http://192.168.1.20',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Protocol: v1, v2',
    ])
      expect(request).toContain(`\r\n${line}\r\n`);
    expect(request).toMatch(/\r\nConnection: .*Upgrade\r\n[\s\S]*\r\n\r\n$/);
    expect(request).toMatch(/\r\nSec-WebSocket-Key: [A-Za-z0-9+/]{22}==\r\n/);
  });

  test('what is sent before it is over goes out behind it', () => {
    const { framing, answer, right } = begun();
    expect(framing.wrap(Buffer.from('early'), 'text')).toHaveLength(0);
    expect(unmasked(framing.take(answer(right)).send)).toEqual({ first: TEXT, payload: Buffer.from('early') });
  });

  test('the answer and the first frame, byte by byte', () => {
    const { framing, answer, right } = begun();
    const turns = [...answer([...right, 'Sec-WebSocket-Protocol: v2']), ...sent(TEXT, 'hello')].map((byte) =>
      framing.take(Uint8Array.of(byte)),
    );
    expect(turns.flatMap(rules)).toEqual([]);
    expect(text(Buffer.concat(turns.map(({ data }) => data)))).toBe('hello');
  });

  const without = (lines: readonly string[], name: string) =>
    lines.filter((line) => !line.toLowerCase().startsWith(name));
  test.each<readonly [string, (right: readonly string[]) => readonly string[]]>([
    [
      'a wrong Sec-WebSocket-Accept',
      (right) => [...without(right, 'sec-'), `Sec-WebSocket-Accept: ${acceptOf('AAAAAAAAAAAAAAAAAAAAAA==')}`],
    ],
    ['no Sec-WebSocket-Accept', (right) => without(right, 'sec-')],
    ['two of them', (right) => [...right, ...right.slice(-1)]],
    ['no Upgrade', (right) => without(right, 'upgrade')],
    ['another Upgrade', (right) => [...without(right, 'upgrade'), 'Upgrade: h2c']],
    ['no Connection', (right) => without(right, 'connection')],
    ['another Connection', (right) => [...without(right, 'connection'), 'Connection: upgraded']],
    ['an extension', (right) => [...right, 'Sec-WebSocket-Extensions: permessage-deflate']],
    ['a subprotocol that was not offered', (right) => [...right, 'Sec-WebSocket-Protocol: v3']],
    ['another version of HTTP', (right) => ['HTTP/1.0 101 x', ...right.slice(1)]],
    ['no status', (right) => ['HTTP/1.1 Switching', ...right.slice(1)]],
    ['a line without a colon', (right) => [...right, 'nonsense']],
    ['a blank before the colon', (right) => [...right, 'X : y']],
    ['a line that ends with LF', (right) => [...right, 'X: y\nZ: z']],
    ['a refusal of a right request', () => ['HTTP/1.1 404 Not Found', 'Content-Length: 0']],
  ])('%s is a violation', (_name, change) => {
    const { framing, answer, right } = begun();
    const turn = framing.take(answer(change(right)));
    expect([rules(turn), turn.endedBy, framing.isOpen]).toEqual([['websocket/handshake'], 'violation', false]);
  });

  const full = ['HTTP/1.1 503 Service Unavailable', 'Content-Length: 5'];
  test('a server with a page may be full; the client waits for the body and the end', () => {
    const { framing, answer } = begun({}, { ...PLAN, page: PAGE });
    const most = Buffer.concat([answer(full), Buffer.from('full')]);
    expect([framing.take(most), framing.isRefused]).toMatchObject([{ violations: [], endedBy: null }, false]);
    expect(framing.take(Buffer.from('\n'))).toMatchObject({ violations: [], endedBy: 'device' });
    expect([framing.isRefused, framing.isOpen]).toEqual([true, false]);
  });

  test('a server without a page is never full: TCP refuses the client', () => {
    const { framing, answer } = begun();
    expect([rules(framing.take(answer(full))), framing.isRefused]).toEqual([['websocket/handshake'], false]);
  });
});

describe('frames of the device', () => {
  const euro = Buffer.from('\u20ac');
  test.each<readonly [string, readonly Buffer[]]>([
    ['an empty text', [sent(TEXT)]],
    [
      '125, 126 and 65535 bytes',
      [sent(BINARY, Buffer.alloc(125)), sent(BINARY, Buffer.alloc(126)), sent(BINARY, Buffer.alloc(65_535))],
    ],
    ['65536 bytes', [sent(BINARY, Buffer.alloc(65_536))]],
    [
      'fragments with a ping between',
      [sent(0x01, euro.subarray(0, 1)), sent(PING, 'p'), sent(0x00), sent(0x80, euro.subarray(1))],
    ],
    ['bytes that are no UTF-8 in a binary message', [sent(BINARY, Buffer.of(0xff))]],
    ['a mark of byte order', [sent(TEXT, Buffer.of(0xef, 0xbb, 0xbf))]],
    ['a pong that nobody asked for', [sent(PONG, 'x')]],
    ...[1000, 1001, 1008, 1011, 1014, 3000, 4999].map(
      (code) => [`a close with ${code}`, [sent(CLOSE, closePayload(code, 'bye'))]] as const,
    ),
    ['a close without a code', [sent(CLOSE)]],
  ])('%s: allowed', (_name, frames) => {
    const whole = opened().take(Buffer.concat(frames));
    expect(rules(whole)).toEqual([]);
    const framing = opened();
    const split = [...Buffer.concat(frames)].map((byte) => framing.take(Uint8Array.of(byte)));
    expect(split.flatMap(rules)).toEqual([]);
    expect(Buffer.concat(split.map(({ data }) => data)).equals(Buffer.from(whole.data))).toBe(true);
  });

  test.each<readonly [string, string, readonly Buffer[]]>([
    ['mask', 'a mask', [Buffer.from([TEXT, 0x81, 0, 0, 0, 0, 0x61])]],
    ['mask', 'a mask on a ping', [Buffer.from([PING, 0x80])]],
    ...[0x40, 0x20, 0x10].map((bit) => ['reserved', `the reserved bit ${bit}`, [sent(TEXT | bit, 'a')]] as const),
    ...[3, 4, 5, 6, 7, 0xb, 0xc, 0xd, 0xe, 0xf].map(
      (opcode) => ['opcode', `the opcode ${opcode}`, [sent(0x80 | opcode)]] as const,
    ),
    ['length', '126 for 125', [Buffer.from([BINARY, 126, 0, 125])]],
    ['length', '127 for 65535', [Buffer.from([BINARY, 127, 0, 0, 0, 0, 0, 0, 0xff, 0xff])]],
    ['length', 'the first bit of 64', [Buffer.from([BINARY, 127, 0x80, 0, 0, 0, 0, 1, 0, 0])]],
    ['control', 'a ping of 126 bytes', [sent(PING, Buffer.alloc(126))]],
    ['control', 'a ping in fragments', [sent(0x09, 'a')]],
    ['fragments', 'a continuation of nothing', [sent(0x80, 'a')]],
    ['fragments', 'a message within a message', [sent(0x01, 'a'), sent(TEXT, 'b')]],
    ['fragments', 'a continuation after the end', [sent(0x01, 'a'), sent(0x80, 'b'), sent(0x80, 'c')]],
    ['utf-8', 'a text that is none', [sent(TEXT, Buffer.of(0xc3, 0x28))]],
    ['utf-8', 'a text that ends within a character', [sent(TEXT, euro.subarray(0, 2))]],
    ['utf-8', 'fragments that do', [sent(0x01, euro.subarray(0, 2)), sent(0x80, '')]],
    ['utf-8', 'a surrogate', [sent(TEXT, Buffer.of(0xed, 0xa0, 0x80))]],
    ['utf-8', 'a reason that is none', [sent(CLOSE, closePayload(1000, Buffer.of(0xff)))]],
    ...[0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000].map(
      (code) => ['close', `a close with ${code}`, [sent(CLOSE, closePayload(code))]] as const,
    ),
    ['close', 'a close with a byte', [sent(CLOSE, 'a')]],
    ['close', 'a frame after the close', [sent(CLOSE), sent(TEXT, 'a')]],
    ...[1002, 1007, 1009].map(
      (code) => ['close', `a close with ${code}, and the client was right`, [sent(CLOSE, closePayload(code))]] as const,
    ),
  ])('websocket/%s: %s', (rule, _name, frames) => {
    const framing = opened();
    framing.act({ what: 'close', code: 1000, reason: '' });
    const turn =
      rule === 'close' && frames.length === 2
        ? framing.take(Buffer.concat(frames))
        : opened().take(Buffer.concat(frames));
    if (frames.length === 2 && rule === 'close') expect(turn.endedBy).toBe('client');
    else expect([rules(turn), turn.endedBy]).toEqual([[`websocket/${rule}`], 'violation']);
  });
});

describe('what the client does', () => {
  test('it answers a ping with the same bytes, masked', () => {
    expect(unmasked(opened().take(sent(PING, 'abc')).send)).toEqual({ first: PONG, payload: Buffer.from('abc') });
  });

  test('one that answers no pings', () => {
    expect(opened({ answersPings: false }).take(sent(PING, 'abc')).send).toHaveLength(0);
  });

  test('it answers a close with its code, and lets the device close first', () => {
    const { send, endedBy } = opened().take(sent(CLOSE, closePayload(1001, 'bye')));
    expect([unmasked(send), endedBy]).toEqual([{ first: CLOSE, payload: closePayload(1001) }, 'device']);
  });

  test('its own close, and nothing behind it', () => {
    const framing = opened();
    const close = unmasked(framing.act({ what: 'close', code: 4000, reason: 'done' }));
    expect(close).toEqual({ first: CLOSE, payload: closePayload(4000, 'done') });
    expect(framing.wrap(Buffer.from('late'), 'text')).toHaveLength(0);
    expect(framing.take(sent(PING)).send).toHaveLength(0);
    expect(framing.take(sent(CLOSE, closePayload(4000)))).toMatchObject({ endedBy: 'client', violations: [] });
  });

  test('a pong answers the pings up to its own; one that differs is a violation', () => {
    const ping = (framing: Framing, data: string) => framing.act({ what: 'ping', data: Buffer.from(data) });
    const framing = opened();
    for (const data of ['1', '2', '3']) ping(framing, data);
    expect(framing.take(sent(PONG, '2')).pongs).toBe(2);
    expect(framing.take(sent(PONG, '3')).pongs).toBe(1);
    ping(framing, '4');
    expect(rules(framing.take(sent(PONG, '5')))).toEqual(['websocket/pong']);
  });

  test('fragments', () => {
    const action = { what: 'message', kind: 'text', data: Buffer.from('Hello'), fragments: 3 } as const;
    const bytes = Buffer.from(opened().act(action));
    const frames = [bytes.subarray(0, 7), bytes.subarray(7, 15), bytes.subarray(15)].map(unmasked);
    expect(frames.map(({ first, payload }) => `${first} ${payload}`)).toEqual(['1 H', '0 el', '128 lo']);
  });

  test('long data in several messages; a text is not split within a character', () => {
    const framing = opened();
    expect(Buffer.from(framing.wrap(Buffer.alloc(2500), 'binary'))).toHaveLength(2500 + 3 * 8);
    const first = Buffer.from(framing.wrap(Buffer.from(`${'x'.repeat(1023)}\u20ac`), 'text'));
    expect(first.readUInt16BE(2)).toBe(1023);
    expect(framing.isBroken).toBe(false);
  });

  test.each([
    ['frames without a mask', { masks: false }, 'x'],
    ['a message that is too long', {}, 'x'.repeat(1025)],
  ])('%s break the protocol, and the device may say so', (_name, client, data) => {
    const framing = opened(client);
    framing.act({ what: 'message', kind: 'text', data: Buffer.from(data), fragments: 1 });
    expect(framing.isBroken).toBe(true);
    expect(framing.take(sent(CLOSE, closePayload(1009)))).toMatchObject({ violations: [], endedBy: 'device' });
  });
});
