/** TCP of the operating system, on the loopback. */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { nodeTransport } from '../../peer/environment/node/transport.ts';
import type { ConnectFailure, TcpSocket } from '../../peer/environment/transport.ts';

const host = '127.0.0.1';
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listening(serve: (socket: Socket) => void): Promise<number> {
  const server = createServer(serve);
  servers.push(server);
  server.listen({ host, port: 0 });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function connect(port: number): Promise<TcpSocket | ConnectFailure> {
  return new Promise((resolve) =>
    nodeTransport.connect({ host, port, websocket: null }, { connected: resolve, failed: resolve }),
  );
}

async function connected(port: number): Promise<TcpSocket> {
  const socket = await connect(port);
  if (typeof socket === 'string') throw new Error(socket);
  return socket;
}

/** What a socket tells, in order; complete when it has closed. */
function told(socket: TcpSocket): Promise<readonly string[]> {
  const events: string[] = [];
  return new Promise((resolve) => {
    socket.open({
      received: (bytes) => events.push(Buffer.from(bytes).toString()),
      finished: () => events.push('finished'),
      failed: (failure) => events.push(failure),
      closed: () => {
        events.push('closed');
        resolve(events);
      },
    });
  });
}

test('bytes both ways, then FIN of the device, which is answered', async () => {
  const port = await listening((socket) => {
    socket.on('data', (bytes) => socket.end(`echo ${bytes}`));
  });
  const socket = await connected(port);
  const events = told(socket);
  expect(socket.remote).toBe(`${host}:${port}`);
  expect(socket.local).toMatch(/^127\.0\.0\.1:\d+$/);
  socket.write(Buffer.from('x'));
  expect(await events).toEqual(['echo x', 'finished', 'closed']);
});

test('our FIN comes after everything written', async () => {
  let heard = '';
  const port = await listening((socket) => {
    socket.on('data', (bytes) => {
      heard += bytes;
    });
  });
  const socket = await connected(port);
  const events = told(socket);
  for (const text of ['a', 'b', 'c']) socket.write(Buffer.from(text));
  socket.end();
  await events;
  expect(heard).toBe('abc');
});

test('a reset of the device', async () => {
  const port = await listening((socket) => socket.on('data', () => socket.resetAndDestroy()));
  const socket = await connected(port);
  const events = told(socket);
  socket.write(Buffer.from('x'));
  expect(await events).toEqual(['reset', 'closed']);
});

test('a port that nobody listens on refuses', async () => {
  const port = await listening(() => {});
  const server = servers.pop() as Server;
  server.close();
  await once(server, 'close');
  expect(await connect(port)).toBe('refused');
});

test('a cancelled attempt tells nothing', async () => {
  const port = await listening(() => {});
  const outcomes: string[] = [];
  const tell = (what: unknown): void => void outcomes.push(typeof what);
  nodeTransport.connect({ host, port, websocket: null }, { connected: tell, failed: tell }).cancel();
  await connected(port); // the first attempt would have come to its end before this one
  expect(outcomes).toEqual([]);
});

test('listening: connections come until it is closed; a second listener on the port is an error', async () => {
  const probe = await listening(() => {});
  (servers.pop() as Server).close();
  const accepted: TcpSocket[] = [];
  const open = await nodeTransport.listen({ host, port: probe }, (socket) => void accepted.push(socket));
  await expect(nodeTransport.listen({ host, port: probe }, () => {})).rejects.toMatchObject({
    name: 'ListenError',
    code: 'EADDRINUSE',
    address: { host, port: probe },
  });
  await connected(probe);
  await expect.poll(() => accepted.length).toBe(1);
  open.close();
  expect(await connect(probe)).toBe('refused');
});
