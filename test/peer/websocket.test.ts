/** `keepwire peer` on a WebSocket, with servers of the npm package `ws` in place of a device. */
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import { workIn } from '../cli/folder.ts';
import { device, LOOPBACK, RunningPeer } from './loopback.ts';
import { LEAST } from './specs.ts';

const folder = workIn();
const SPEC = {
  ...{ ...LEAST, protocol: 'websocket' },
  websocket: { path: '/ws', subprotocols: ['v1', 'v2'], origins: ['http://a.example'], maxMessageBytes: 5 },
};

interface Board {
  readonly port: number;
  readonly server: WebSocketServer;
  readonly clients: WebSocket[];
  readonly heard: string[];
}

async function board(more: ServerOptions = {}, port = 0): Promise<Board> {
  const server = new WebSocketServer({ host: LOOPBACK, port, path: '/ws', ...more });
  const clients: WebSocket[] = [];
  const heard: string[] = [];
  server.on('connection', (client, { headers }) => {
    clients.push(client);
    heard.push(`${headers.origin} ${client.protocol}`);
    client.on('message', (data, isBinary) => {
      heard.push(`${isBinary ? 'binary' : 'text'} ${data}`);
      client.send(data, { binary: isBinary });
    });
  });
  onTestFinished(() => {
    for (const client of clients) client.terminate();
    server.close();
  });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, server, clients, heard };
}

function peerOf(spec: object, port: number, ...more: readonly string[]): RunningPeer {
  folder.write('s.json', JSON.stringify(spec));
  return new RunningPeer(folder.path, ['s.json', '--host', LOOPBACK, '--port', `${port}`, ...more]);
}

test('an acceptance test passes; the peer speaks as the spec says, and closes in order', async () => {
  const first = await board();
  const running = peerOf(SPEC, first.port, '--every', '1', '--expect-within', '3600');
  await running.seen(/socket 0: echo after/);
  expect(first.heard.slice(0, 3)).toEqual(['http://a.example v1', 'text 00000', 'text 001']);
  await running.seen(/armed: press Enter/);
  for (const client of first.clients) client.pause();
  first.server.close();
  running.type('');
  await running.seen(/cable cut$/);
  await running.seen(/connect refused/);
  const again = await board({}, first.port);
  await running.seen(/PASS: a new connection works \d+\.\d{3} s after the outage began \(limit 3600\.000 s\)$/);
  expect(await running.ended()).toBe(0);
  expect(again.heard.length).toBeGreaterThan(1);

  const other = peerOf(SPEC, again.port);
  await other.seen(/echo after/);
  const closed = once(again.clients.at(-1) ?? again.server, 'close');
  other.signal('SIGTERM');
  expect(await other.ended()).toBe(0);
  expect((await closed)[0]).toBe(1000);
  expect(other.lines.at(-1)).toMatch(/^Ended after [\d.]+ s: 1 connection \(1 stopped\); /);
});

test('it answers pings, and none in a test of silence', async () => {
  const { port, server } = await board();
  const pongs: string[] = [];
  server.on('connection', (client) => {
    client.on('pong', (data) => void pongs.push(`${data}`));
    client.ping('first');
  });
  const running = peerOf(
    { ...SPEC, idle: { closeAfterS: 2 } },
    port,
    '--every',
    '1',
    '--expect-within',
    '60',
    '--outage',
    'silence',
  );
  await running.seen(/this peer sends no more data/);
  expect(pongs).toEqual(['first']);
  for (const client of server.clients) client.ping('second');
  await new Promise((resolve) => setTimeout(resolve, 300)); // much longer than a pong takes
  for (const client of server.clients) client.terminate();
  await running.seen(/PASS: the device ended the connection/);
  expect([await running.ended(), pongs]).toEqual([0, ['first']]);
});

test('why a connection ends', async () => {
  const { port, clients } = await board();
  const running = peerOf(SPEC, port);
  await running.seen(/echo after/);
  clients[0]?.close(1001, 'going away');
  await running.seen(/connection lost after [\d.]+ s: closed by the device/);
  await running.seen(/echo after/);
  clients[1]?.terminate();
  await running.seen(/connection lost after [\d.]+ s: (closed|reset) by the device/);
});

test('a device that does not accept the WebSocket', async () => {
  const { port } = await board({ path: '/elsewhere' });
  const running = peerOf(SPEC, port);
  await running.seen(/connect failed: the device answered, but did not accept the WebSocket/);
  const plain = await device((socket) => void socket.on('data', () => socket.end('hello\r\n\r\n')));
  const other = peerOf(SPEC, plain.port);
  await other.seen(/connect failed: the device answered, but did not accept the WebSocket/);
});

test('of the sockets of a port with a page it leaves one to the page', async () => {
  const { port, clients } = await board();
  folder.write('p.html', '<p>');
  const running = peerOf(
    { ...SPEC, sockets: [{ count: 3 }], websocket: { ...SPEC.websocket, page: 'p.html' } },
    port,
    '--every',
    '1',
    '--expect-within',
    '60',
  );
  await running.seen(/armed: press Enter/); // each socket has had its echo
  expect([clients.length, running.lines.filter((line) => line.includes('socket 2'))]).toEqual([2, []]);
  running.signal('SIGTERM');
  await running.ended();
});
