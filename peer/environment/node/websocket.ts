/** WebSockets by the npm package `ws`, an implementation that nobody here wrote. */
import { isUtf8 } from 'node:buffer';
import { createConnection, type Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { WebsocketPlan } from '../../../contract/websocket.ts';
import type { ConnectHandlers, TcpAddress, TcpFailure, TcpSocket } from '../transport.ts';

const NORMAL = 1000;

export function connectWebsocket(
  to: TcpAddress,
  plan: WebsocketPlan,
  failureOf: (error: Error) => TcpFailure,
  { connected, failed }: ConnectHandlers,
): { cancel(): void } {
  const socket = createConnection(to);
  let isDone = false;
  const once = (act: () => void): void => {
    if (!isDone) act();
    isDone = true;
  };
  socket.on('error', (error) => once(() => failed(failureOf(error))));
  const client = new WebSocket(`ws://${to.host}:${to.port}${plan.path}`, [...plan.subprotocols], {
    createConnection: () => socket,
    perMessageDeflate: false,
    autoPong: false,
    ...(plan.origins !== null && { origin: plan.origins[0] }),
  });
  client.on('error', () => once(() => failed('no-websocket')));
  client.on('open', () => once(() => connected(wrapped(client, socket, plan, failureOf))));
  return {
    cancel: () => {
      isDone = true;
      client.terminate();
      socket.destroy();
    },
  };
}

function wrapped(
  client: WebSocket,
  socket: Socket,
  { maxMessageBytes }: WebsocketPlan,
  failureOf: (error: Error) => TcpFailure,
): TcpSocket {
  let answersPings = true;
  client.on('ping', (data) => {
    if (answersPings && client.readyState === WebSocket.OPEN) client.pong(data);
  });
  return {
    local: `${socket.localAddress}:${socket.localPort}`,
    remote: `${socket.remoteAddress}:${socket.remotePort}`,
    open: ({ received, failed, closed }) => {
      socket.setNoDelay(true);
      client.on('message', (data) => received(bytesOf(data)));
      socket.on('error', (error) => failed(failureOf(error)));
      client.on('close', closed);
    },
    write: (bytes) => {
      for (const part of inMessages(bytes, maxMessageBytes)) client.send(part, { binary: !isUtf8(part) });
    },
    goSilent: () => {
      answersPings = false;
    },
    end: () => client.close(NORMAL),
    destroy: () => client.terminate(),
  };
}

function bytesOf(data: Buffer | ArrayBuffer | Buffer[]): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return new Uint8Array(data);
}

/** The device takes no longer messages. */
function inMessages(bytes: Uint8Array, most: number): readonly Uint8Array[] {
  const count = Math.ceil(bytes.length / most);
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * most, (index + 1) * most));
}
