import { createConnection, createServer, type Socket } from 'node:net';
import {
  type ConnectHandlers,
  ListenError,
  type Listening,
  type ServerAddress,
  type TcpAddress,
  type TcpFailure,
  type TcpSocket,
  type Transport,
} from '../transport.ts';
import { connectWebsocket } from './websocket.ts';

/** TCP of the operating system. */
export const nodeTransport: Transport = { connect, listen };

function connect({ host, port, websocket }: ServerAddress, handlers: ConnectHandlers): { cancel(): void } {
  const to = { host, port };
  return websocket === null ? connectTcp(to, handlers) : connectWebsocket(to, websocket, failureOf, handlers);
}

function connectTcp(to: TcpAddress, { connected, failed }: ConnectHandlers): { cancel(): void } {
  const socket = createConnection(to);
  const fail = (error: Error): void => failed(failureOf(error));
  socket.once('error', fail);
  socket.once('connect', () => {
    socket.off('error', fail);
    connected(wrapped(socket));
  });
  return {
    cancel: () => {
      socket.off('error', fail).on('error', () => {});
      socket.destroy();
    },
  };
}

async function listen(on: TcpAddress, accept: (socket: TcpSocket) => void): Promise<Listening> {
  const server = createServer((socket) => accept(wrapped(socket)));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(new ListenError(on, codeOf(error), error.message)));
    server.listen(on, resolve);
  });
  server.on('error', () => {}); // accept() fails when descriptors run out; the device tries again
  return { close: () => void server.close() };
}

function wrapped(socket: Socket): TcpSocket {
  return {
    local: `${socket.localAddress}:${socket.localPort}`,
    remote: `${socket.remoteAddress}:${socket.remotePort}`,
    open: ({ received, finished, failed, closed }) => {
      socket.setNoDelay(true);
      socket.on('data', received);
      socket.on('end', finished);
      socket.on('error', (error) => failed(failureOf(error)));
      socket.on('close', closed);
    },
    write: (bytes) => void socket.write(bytes),
    end: () => void socket.end(),
    destroy: () => void socket.destroy(),
  };
}

function codeOf(error: NodeJS.ErrnoException): string {
  return error.code ?? '';
}

/** Any code that is not listed counts as unreachable. */
function failureOf(error: NodeJS.ErrnoException): TcpFailure {
  switch (codeOf(error)) {
    case 'ECONNREFUSED':
      return 'refused';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'reset';
    case 'ETIMEDOUT':
      return 'timed-out';
    default:
      return 'unreachable';
  }
}
