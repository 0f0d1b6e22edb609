import type {
  CheckHandlers,
  CheckManners,
  CheckSocket,
  CheckTransport,
  RawHost,
} from '../../peer/chip-check/transport.ts';
import type { TcpAddress } from '../../peer/environment/transport.ts';
import type { Clock } from '../../simulator/clock.ts';
import { NS_PER_MS } from '../../simulator/clock.ts';
import type { Peer } from '../../simulator/host/peer.ts';

const bytesOf = (host: string): Uint8Array => Uint8Array.from(host.split('.').map(Number));

/** TCP and UDP of a simulated host, with the manners of Node's sockets. */
export function simulatedCheckTransport(
  host: Peer,
  clock: Clock,
  heardUnreachable: () => boolean,
  raw: RawHost | null,
): CheckTransport {
  return {
    raw,
    connect: (to, handlers, manners) => connect(host, to, handlers, manners),
    askUdpPort: (to, answer) => {
      host.sendUdp(bytesOf(to.host), { sourcePort: 4000, destinationPort: to.port, payload: Uint8Array.of(1) });
      clock.after(300 * NS_PER_MS, () => answer(heardUnreachable()));
    },
  };
}

function connect(host: Peer, to: TcpAddress, handlers: CheckHandlers, manners: CheckManners): CheckSocket {
  const connection = host.connect(bytesOf(to.host), to.port);
  connection.autoRead = !manners.pauses;
  connection.onConnected = () => handlers.connected();
  connection.onReceived = (bytes) => handlers.received(bytes);
  connection.onClosed = () => {
    if (manners.holds) return;
    connection.close();
    handlers.ended();
  };
  connection.onReset = () => handlers.ended();
  connection.onTimeout = () => handlers.ended();
  return {
    write: (bytes) => {
      if (!connection.isClosing) connection.send(bytes);
    },
    reset: () => connection.abort(),
  };
}
