import { createSocket } from 'node:dgram';
import { createConnection } from 'node:net';
import type { TcpAddress } from '../../environment/transport.ts';
import type { CheckHandlers, CheckManners, CheckSocket, CheckTransport } from '../transport.ts';

/** For an ICMP message that tells of a closed port. */
const ICMP_MS = 1000;

/** TCP and UDP of the operating system; it sends no frames of its own making. */
export const nodeCheckTransport: CheckTransport = { connect, askUdpPort, raw: null };

function connect(to: TcpAddress, handlers: CheckHandlers, { pauses, holds }: CheckManners): CheckSocket {
  const socket = createConnection({ ...to, allowHalfOpen: holds });
  socket.setNoDelay(true);
  if (pauses) socket.pause();
  else socket.on('data', (bytes) => handlers.received(bytes));
  socket.on('connect', () => handlers.connected());
  socket.on('error', () => {}); // 'close' follows
  socket.on('close', () => handlers.ended());
  return {
    write: (bytes) => {
      if (socket.writable) socket.write(bytes);
    },
    reset: () => {
      if (!socket.destroyed) socket.resetAndDestroy();
    },
  };
}

/** A connected UDP socket is told of ICMP's message as an error: ECONNREFUSED, on Windows ECONNRESET. */
function askUdpPort({ host, port }: TcpAddress, answer: (unreachable: boolean) => void): void {
  const socket = createSocket('udp4');
  const done = (unreachable: boolean): void => {
    clearTimeout(timer);
    socket.removeAllListeners('error').on('error', () => {});
    socket.close();
    answer(unreachable);
  };
  const timer = setTimeout(() => done(false), ICMP_MS);
  socket.once('error', () => done(true));
  socket.connect(port, host, () => socket.send(Uint8Array.of(1)));
}
