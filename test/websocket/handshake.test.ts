/** The opening handshake, RFC 6455 section 4.2. */
import { describe, expect, test } from 'vitest';
import { shareOf } from '../whole/share.ts';
import { ACCEPTED, acceptOf, frame, heard, REQUEST, request, server, TEXT, talk } from './rig.ts';

const without = (name: string): readonly string[] => REQUEST.filter((line) => !line.startsWith(name));
const changed = (name: string, line: string): readonly string[] =>
  REQUEST.map((it) => (it.startsWith(name) ? line : it));
const statusOf = (said: Buffer): string => /^HTTP\/1\.1 (\d+)/.exec(said.toString())?.[1] ?? said.toString();

test('the example of the RFC is accepted', async () => {
  const { said, ended, complaints } = talk(await server(), [request()]);
  expect([said.toString(), ended, complaints]).toEqual([ACCEPTED, null, []]);
});

test.each([
  ['headers in another order', REQUEST.toSpliced(1, 5, ...REQUEST.slice(1).toReversed())],
  [
    'names in capitals',
    REQUEST.map((line, index) => (index === 0 ? line : line.replace(/^[^:]+/, (it) => it.toUpperCase()))),
  ],
  [
    'names in small letters',
    REQUEST.map((line, index) => (index === 0 ? line : line.replace(/^[^:]+/, (it) => it.toLowerCase()))),
  ],
  ['no blank after the colon', REQUEST.map((line) => line.replace(/: /, ':'))],
  [
    'tabs and blanks around values',
    REQUEST.map((line, index) => (index === 0 ? line : `${line.replace(/: /, ':\t  ')} \t`)),
  ],
  [
    'lists',
    changed('Connection', 'Connection: keep-alive , UPGRADE').map((it) =>
      it.replace('Upgrade: websocket', 'Upgrade: h2c, WebSocket'),
    ),
  ],
  ['two lines of a list', [...REQUEST, 'Connection: keep-alive']],
  [
    'other headers',
    [...REQUEST, 'User-Agent: x/1 (y; z)', 'Cookie: a=b; c="d"', 'Sec-WebSocket-Extensions: permessage-deflate'],
  ],
  ['a query', changed('GET', 'GET /ws?token=1 HTTP/1.1')],
  ['its own page', [...REQUEST, 'Origin: http://192.168.1.20']],
  ['its own page, of a port', [...changed('Host', 'Host: 192.168.1.20:8080'), 'Origin: http://192.168.1.20:8080']],
  ['its own page, by another case of its name', [...changed('Host', 'Host: Lamp.local'), 'Origin: http://lamp.local']],
  // RFC 9112 section 3.2.2, and RFC 6455 section 4.2.1
  ['the absolute form', changed('GET', 'GET http://192.168.1.20/ws HTTP/1.1')],
  ['the absolute form, with a port and a query', changed('GET', 'GET http://192.168.1.20:80/ws?token=1 HTTP/1.1')],
  [
    'the page of the host in an absolute form, whatever Host says',
    [...changed('GET', 'GET http://device.example/ws HTTP/1.1'), 'Origin: http://device.example'],
  ],
])('%s: accepted', async (_name, lines) => {
  const { said, complaints } = talk(await server(), [request(lines)]);
  expect([said.toString(), complaints]).toEqual([ACCEPTED, []]);
});

test.each([
  ['no HTTP', '400', ['hello']],
  ['an old version of HTTP', '400', changed('GET', 'GET /ws HTTP/1.0')],
  ['no version', '400', changed('GET', 'GET /ws')],
  ['a header without a colon', '400', [...REQUEST, 'nonsense']],
  ['a blank before the colon', '400', [...REQUEST, 'X : y']],
  ['a folded line', '400', [...REQUEST, 'X: y', ' z']],
  ['a control character', '400', [...REQUEST, 'X: y\u0001']],
  ['a line that ends with LF', '400', [...REQUEST, 'X: y\nZ: z']],
  ['another method', '405', changed('GET', 'POST /ws HTTP/1.1')],
  ['another path', '404', changed('GET', 'GET /wsx HTTP/1.1')],
  ['a part of the path', '404', changed('GET', 'GET /w HTTP/1.1')],
  ['no Host', '400', without('Host')],
  ['two Hosts', '400', [...REQUEST, 'Host: b']],
  ['no Upgrade', '426', without('Upgrade')],
  ['another Upgrade', '426', changed('Upgrade', 'Upgrade: websockets')],
  ['a blank in the Upgrade', '426', changed('Upgrade', 'Upgrade: 0 websocket')],
  ['a comma before the version', '426', changed('Sec-WebSocket-Version', 'Sec-WebSocket-Version: ,13')],
  ['a list of versions', '426', changed('Sec-WebSocket-Version', 'Sec-WebSocket-Version: 8, 13')],
  ['a comma before the key', '400', changed('Sec-WebSocket-Key', 'Sec-WebSocket-Key: ,dGhlIHNhbXBsZSBub25jZQ==')],
  ['no Connection', '400', without('Connection')],
  ['another Connection', '400', changed('Connection', 'Connection: keep-alive, upgraded')],
  ['version 8', '426', changed('Sec-WebSocket-Version', 'Sec-WebSocket-Version: 8')],
  ['no version of WebSocket', '426', without('Sec-WebSocket-Version')],
  ['no key', '400', without('Sec-WebSocket-Key')],
  ['two keys', '400', [...REQUEST, 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==']],
  ['a short key', '400', changed('Sec-WebSocket-Key', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=')],
  ['a key of 17 bytes', '400', changed('Sec-WebSocket-Key', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQA=')],
  [
    'a key with a byte that is no base64',
    '400',
    changed('Sec-WebSocket-Key', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBu-25jZQ=='),
  ],
  ['a key of blanks', '400', changed('Sec-WebSocket-Key', 'Sec-WebSocket-Key: dGhlIHNhbXBs SBub25jZQ==')],
  ['a key of 15 bytes', '400', changed('Sec-WebSocket-Key', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZ===')],
  ['the absolute form of another scheme', '404', changed('GET', 'GET ftp://192.168.1.20/ws HTTP/1.1')],
  ['the absolute form without a host', '404', changed('GET', 'GET http:///ws HTTP/1.1')],
  ['the absolute form without a path', '404', changed('GET', 'GET http://192.168.1.20 HTTP/1.1')],
  ['the absolute form with the path in its query', '404', changed('GET', 'GET http://192.168.1.20?/ws HTTP/1.1')],
  ['a host that is cut where the path ends', '404', changed('GET', `GET http://${'h'.repeat(118)}/wsx HTTP/1.1`)],
  ['the absolute form of another path', '404', changed('GET', 'GET http://192.168.1.20/w HTTP/1.1')],
  ['the absolute form and no Host', '400', ['GET http://192.168.1.20/ws HTTP/1.1', ...without('Host').slice(1)]],
  [
    'the page of Host, where an absolute form asks another host',
    '403',
    [...changed('GET', 'GET http://device.example/ws HTTP/1.1'), 'Origin: http://192.168.1.20'],
  ],
  ['a page from elsewhere', '403', [...REQUEST, 'Origin: http://evil.example']],
  ['a page by https', '403', [...REQUEST, 'Origin: https://192.168.1.20']],
  ['a page of another port', '403', [...REQUEST, 'Origin: http://192.168.1.20:81']],
  ['a page without the port of Host', '403', [...changed('Host', 'Host: a:8080'), 'Origin: http://a']],
  ['a page of a name that begins like Host', '403', [...changed('Host', 'Host: lamp'), 'Origin: http://lamp.evil']],
  ['an opaque origin', '403', [...REQUEST, 'Origin: null']],
])('%s: %s', async (_name, status, lines) => {
  const { said, ended, complaints } = talk(await server(), [request(lines)]);
  expect([statusOf(said), ended, complaints]).toEqual([status, 'no-handshake', []]);
  const [head = '', body = ''] = said.toString().split('\r\n\r\n');
  // Who sends Upgrade lists it in Connection (RFC 9110 section 7.8).
  expect(head).toMatch(
    status === '426' ? /^Connection: close, Upgrade\r\nUpgrade: websocket$/m : /^Connection: close$/m,
  );
  expect(body).toMatch(/^\d{3} [\w ]+\n$/);
  if (status === '426') expect(head).toContain('Sec-WebSocket-Version: 13');
});

test.each([
  ['405', changed('GET', 'HEAD /ws HTTP/1.1')],
  ['405', changed('GET', 'HEAD /other HTTP/1.1')],
  ['400', ['HEAD /ws HTTP/1.1']],
  ['400', ['HEAD /ws HTTP/1.0']],
])('HEAD that gets %s has no body (RFC 9110 section 9.3.2)', async (status, lines) => {
  const { said, ended, complaints } = talk(await server(), [request(lines)]);
  expect([statusOf(said), ended, complaints]).toEqual([status, 'no-handshake', []]);
  expect(said.toString()).toMatch(/^[^\n]+\r\n([^\n]+\r\n)+\r\n$/);
});

test.each([
  'GET / HTTP/1.1',
  'GET http://192.168.1.20/ HTTP/1.1',
  'GET http://192.168.1.20 HTTP/1.1',
  'GET http://192.168.1.20?x HTTP/1.1',
])('%s, where the path is a slash: accepted', async (line) => {
  const { said, complaints } = talk(await server({ path: '/' }), [request(changed('GET', line))]);
  expect([said.toString(), complaints]).toEqual([ACCEPTED, []]);
});

test('listed origins alone may connect, but for clients without one', async () => {
  const firmware = await server({ origins: ['https://a.example', 'http://b.example:8080'] });
  const status = (origin: string) => statusOf(talk(firmware, [request([...REQUEST, `Origin: ${origin}`])]).said);
  expect(['https://a.example', 'http://b.example:8080', 'HTTPS://A.example'].map(status)).toEqual([
    '101',
    '101',
    '101',
  ]);
  expect(['http://a.example', 'http://b.example', 'http://192.168.1.20'].map(status)).toEqual(['403', '403', '403']);
  expect(statusOf(talk(firmware, [request()]).said)).toBe('101');
});

test.each([
  ['v1', 'v1'],
  ['v2', 'v2, v1'],
  ['v2', 'x, v2'],
  [null, 'x, V1'],
  [null, ''],
])('subprotocol %s of "%s"', async (chosen, offered) => {
  const { said } = talk(await server(), [request([...REQUEST, `Sec-WebSocket-Protocol: ${offered}`])]);
  expect(/^Sec-WebSocket-Protocol: (.*)\r$/m.exec(said.toString())?.[1] ?? null).toBe(chosen);
});

test('keys of all bytes', async () => {
  const firmware = await server();
  for (let seed = 0; seed < 8; seed++) {
    const key = Buffer.from(Array.from({ length: 16 }, (_, at) => (at * 37 + seed * 31) & 0xff)).toString('base64');
    const { said } = talk(firmware, [request(changed('Sec-WebSocket-Key', `Sec-WebSocket-Key: ${key}`))], 100);
    expect(said.toString()).toContain(`Sec-WebSocket-Accept: ${acceptOf(key)}\r\n`);
  }
});

describe.each(['W5500', 'W5200'])('%s', (chip) => {
  const whole = Buffer.concat([Buffer.from(request()), frame(TEXT, 'hello')]);

  test('the request and a message, split anywhere', async () => {
    const firmware = await server({}, chip);
    for (const at of shareOf(
      Array.from({ length: whole.length - 1 }, (_, index) => index + 1),
      24,
      chip.length,
    )) {
      const { said, complaints } = talk(firmware, [whole.subarray(0, at), 5, whole.subarray(at)], 100);
      // A message that comes in pieces goes back in pieces.
      const told = [said.toString('latin1', 0, ACCEPTED.length), heard(said), complaints];
      expect(told, `split at ${at}`).toEqual([ACCEPTED, ['text hello'], []]);
    }
  });

  test('byte by byte', async () => {
    const parts = [...whole].flatMap((byte) => [Uint8Array.of(byte), 1]);
    const { said, complaints } = talk(await server({}, chip), parts);
    expect([said.subarray(0, ACCEPTED.length).toString(), heard(said), complaints]).toEqual([
      ACCEPTED,
      ['text hello'],
      [],
    ]);
  });

  /** The receive buffer has 2048 bytes. */
  const requestOf = (size: number): string => {
    const least = request([...REQUEST, 'X: ']).length;
    return request([...REQUEST, `X: ${'x'.repeat(size - least)}`]);
  };

  test('a request that fits into the buffer', async () => {
    const whole = requestOf(2048);
    const { said, complaints } = talk(await server({}, chip), [whole.slice(0, 1400), whole.slice(1400)]);
    expect([said.toString(), complaints]).toEqual([ACCEPTED, []]);
  });

  test('a request that is a byte longer: 431', async () => {
    const whole = requestOf(2049);
    const { said, ended, complaints } = talk(await server({}, chip), [whole.slice(0, 1400), whole.slice(1400)]);
    expect([statusOf(said), ended, complaints]).toEqual(['431', 'no-handshake', []]);
    expect(said.toString()).toMatch(/\r\nConnection: close\r\n\r\n431 [\w ]+\n$/);
  });

  test('a client that drips bytes is closed after handshakeS, not before', async () => {
    const firmware = await server({}, chip);
    const drips = (count: number) => [...request().slice(0, count)].flatMap((byte) => [byte, 100]);
    expect(talk(firmware, drips(19), 0).ended).toBeNull();
    expect(talk(firmware, drips(19), 150)).toMatchObject({ ended: 'no-handshake', said: Buffer.alloc(0) });
  });
});

test('one wrong bit on MISO costs no handshake: a request is read twice', async () => {
  const device = await server();
  // Frames behind the fault; only those of a request's window have a byte 40.
  const answers = Array.from({ length: 70 }, (_, index) => {
    const fault = { do: 'chip', is: 'bit-errors', on: 'miso', at: { nth: index + 1, byte: 40, bit: index % 8 } };
    return talk(device, [fault, request()], 60).said.toString('latin1').slice(0, 12);
  });
  expect(new Set(answers)).toEqual(new Set(['HTTP/1.1 101']));
});
