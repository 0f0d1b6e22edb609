/** The page that a WebSocket server holds for browsers. */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parseSpec } from '../../generator/input/index.ts';
import { planPage } from '../../generator/protocols/websocket/page.ts';
import { type Built, built, planOfText } from '../whole/firmware.ts';
import { frame, heard, REQUEST, request, SPEC, TEXT, talk, talkInTurn } from './rig.ts';

const PAGE = `<!doctype html><title>keepwire</title>${Array.from({ length: 400 }, (_, n) => `<p>${n * 7919}`).join('')}`;

function specOf(websocket: object = {}, more: object = {}): Readonly<Record<string, unknown>> {
  const [socket] = SPEC.sockets;
  const own = { ...socket, count: 3, ...more, websocket: { ...socket?.websocket, page: 'index.html', ...websocket } };
  return { ...SPEC, sockets: [own] };
}

const server = (chip = 'W5500', page = PAGE): Promise<Built> => {
  return built({ ...specOf(), chip }, {}, 'test', { 'index.html': page });
};
const get = (...lines: readonly string[]): string =>
  request([lines[0] ?? 'GET / HTTP/1.1', 'Host: x', ...lines.slice(1)]);

function answerOf(said: Buffer) {
  const end = said.indexOf('\r\n\r\n');
  const [status = '', ...headers] = said.subarray(0, end).toString().split('\r\n');
  const values = new Map(headers.map((line) => line.split(': ') as [string, string]));
  return { status: status.slice(9, 12), headers: values, body: said.subarray(end + 4) };
}

describe.each(['W5500', 'W5200'])('%s', (chip) => {
  test.each([
    ['short', '<p>short'],
    ['longer than what a socket sends at once', PAGE],
  ])('GET of a page that is %s', async (_name, page) => {
    const { said, ended, complaints } = talk(await server(chip, page), [get()], 300);
    const { status, headers, body } = answerOf(said);
    expect([status, gunzipSync(body).toString(), ended, complaints]).toEqual(['200', page, 'page-sent', []]);
    expect(Number(headers.get('Content-Length'))).toBe(body.length);
    expect(headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    expect(headers.get('Content-Encoding')).toBe('gzip');
    expect(headers.get('Connection')).toBe('close');
  });
});

test('a page that is many times the transmit buffer', async () => {
  const page = Array.from({ length: 4500 }, (_, n) => ((n * 2_654_435_761) >>> 0).toString(36)).join('');
  const { said, ended } = talk(await server('W5500', page), [get()], 1000);
  expect([gunzipSync(answerOf(said).body).toString() === page, ended]).toEqual([true, 'page-sent']);
  expect(answerOf(said).body.length).toBeGreaterThan(15_000);
});

test('a client that closes its half behind the request gets all of it', async () => {
  const firmware = await server();
  const { said, ended, complaints } = talk(firmware, [get(), { do: 'close' }]);
  expect([said.equals(talk(firmware, [get()], 300).said), ended, complaints]).toEqual([true, 'peer-closed', []]);
});

test.each([
  ['HEAD', get('HEAD / HTTP/1.1'), '200'],
  ['the page that the client has', 'known', '304'],
  ['one of the pages that the client has', 'known of several', '304'],
  ['any page that the client has', get('GET / HTTP/1.1', 'If-None-Match: *'), '304'],
])('%s: no body', async (_name, text, want) => {
  const firmware = await server();
  const etag = answerOf(talk(firmware, [get()], 300).said).headers.get('ETag');
  const list = text === 'known' ? etag : `"0", ${etag}`;
  const asked = text.startsWith('known') ? get('GET / HTTP/1.1', `If-None-Match: ${list}`) : text;
  const { said, ended } = talk(firmware, [asked], 300);
  const { status, headers, body } = answerOf(said);
  expect([status, body.length, headers.get('ETag'), ended]).toEqual([want, 0, etag, 'page-sent']);
});

test.each([
  ['another page that the client has', get('GET / HTTP/1.1', 'If-None-Match: "0"'), '200'],
  [
    'a list of pages that is too long to look through',
    get('GET / HTTP/1.1', `If-None-Match: ${'"0123456789ab", '.repeat(12)}"0"`),
    '200',
  ],
  ['a query', get('GET /?x HTTP/1.1'), '200'],
  ['the absolute form', get('GET http://192.168.1.20/ HTTP/1.1'), '200'],
  // HTTP/1.0 has no Host, and an Upgrade in it must be ignored (RFC 9110 section 7.8).
  ['HTTP/1.0', request(['GET / HTTP/1.0']), '200'],
  ['HTTP/1.0 with a Host', get('GET / HTTP/1.0'), '200'],
  ['HTTP/1.0 with an Upgrade', get('GET / HTTP/1.0', ...REQUEST.slice(2)), '200'],
  ['HTTP/1.0 for a WebSocket', request(['GET /ws HTTP/1.0', ...REQUEST.slice(1)]), '426'],
  ['HTTP/2.0', get('GET / HTTP/2.0'), '400'],
  ['another path', get('GET /favicon.ico HTTP/1.1'), '404'],
  ['the path of WebSockets without an upgrade', get('GET /ws HTTP/1.1'), '426'],
  ['another method', get('POST / HTTP/1.1'), '405'],
  ['no Host', request(['GET / HTTP/1.1']), '400'],
])('%s: %s', async (_name, text, want) => {
  const { said, complaints } = talk(await server(), [text], 300);
  expect([answerOf(said).status, complaints]).toEqual([want, []]);
  if (want === '405') expect(answerOf(said).headers.get('Allow')).toBe('GET, HEAD');
});

test.each([
  ['another path', get('HEAD /favicon.ico HTTP/1.1'), '405'],
  ['no Host', request(['HEAD / HTTP/1.1']), '400'],
])('HEAD of %s: %s without a body', async (_name, text, want) => {
  const { status, body } = answerOf(talk(await server(), [text], 300).said);
  expect([status, body.length]).toEqual([want, 0]);
});

test('a WebSocket beside it', async () => {
  const { said, complaints } = talk(await server(), [request(REQUEST), 5, frame(TEXT, 'hello')], 100);
  expect([heard(said), complaints]).toEqual([['text hello'], []]);
});

test('the last socket is kept for the page: another WebSocket gets 503', async () => {
  const firmware = await server();
  const answers = (last: string) => talkInTurn(firmware, [request(), request(), last]).map(answerOf);
  const refused = answers(request());
  expect(refused.map(({ status }) => status)).toEqual(['101', '101', '503']);
  expect([refused[2]?.headers.get('Connection'), refused[2]?.body.toString()]).toEqual([
    'close',
    '503 Service Unavailable\n',
  ]);
  expect(answers(get()).map(({ status }) => status)).toEqual(['101', '101', '200']);
});

/** As browsers open them in advance (HTML standard, link type preconnect). */
test('idle connections keep no WebSocket away, and are ended after handshakeS', async () => {
  const firmware = await server();
  const idle = 5;
  const said = talkInTurn(firmware, [idle, idle, request()], 1500);
  expect(said.map((it) => it.toString('latin1', 9, 12))).toEqual(['', '', '101']);
  // handshakeS is 2: then both sockets are free again, and one of them takes a WebSocket.
  const later = talkInTurn(firmware, [request(), idle, 2300, request(), get()]);
  expect(later.map((it) => it.toString('latin1', 9, 12))).toEqual(['101', '', '', '101', '200']);
});

const gzipSize = (bytes: Uint8Array): number => planPage('a.html', bytes).embeddedBytes;

test('the spec: what is wrong with a page', () => {
  const problems = (spec: object, bytes: Uint8Array | null): readonly string[] => {
    const parsed = parseSpec(JSON.stringify(spec), { readFile: () => bytes });
    return parsed.ok ? [] : parsed.problems.map(({ pointer, message }) => `${pointer}: ${message}`);
  };
  const some = Buffer.from('<p>');
  expect(problems(specOf(), some)).toEqual([]);
  expect(problems(specOf(), null)[0]).toMatch(/^\/sockets\/0\/websocket\/page: The file "index.html" cannot be read/);
  expect(problems(specOf(), Buffer.alloc(0))[0]).toMatch(/is empty/);
  expect(problems(specOf({}, { count: 1 }), some)[0]).toMatch(/^\/sockets\/0\/count: Found one socket/);
  const noise = Buffer.concat(Array.from({ length: 1100 }, (_, n) => createHash('sha256').update(`${n}`).digest()));
  expect(problems(specOf(), noise)[0]).toMatch(/Found a page of \d{5} bytes as gzip. Allowed: 32768/);
  const most = noise.subarray(0, 32_768 - (gzipSize(noise) - noise.length));
  expect([gzipSize(most), problems(specOf(), most)]).toEqual([32_768, []]);
  const larger = noise.subarray(0, most.length + 1);
  expect(problems(specOf(), larger)[0]).toMatch(/Found a page of 32769 bytes as gzip. Allowed: 32768/);
  expect(problems(specOf(), Buffer.alloc(2_000_000))[0]).toMatch(/Found a page of 2000000 bytes/);
});

test('the same file is the same gzip everywhere, and another one has another ETag', () => {
  const page = (text: string) =>
    planOfText(JSON.stringify(specOf()), 'test', { 'index.html': text }).sockets[0]?.websocket?.page;
  const sha256 = createHash('sha256')
    .update(Buffer.from(page(PAGE)?.gzip ?? '', 'base64'))
    .digest('hex');
  expect(sha256).toBe('6af012a8e5065319f13a6ece76b50aa9a83ffe0d585787aca0436134736ba2d2');
  expect(page(PAGE)?.etag).not.toBe(page(`${PAGE} `)?.etag);
});
