import {
  type ConnectHandlers,
  ListenError,
  type Listening,
  type TcpAddress,
  type TcpHandlers,
  type TcpSocket,
  type Transport,
} from '../../peer/environment/transport.ts';
import type { Connection } from '../../simulator/host/connection.ts';
import type { Peer } from '../../simulator/host/peer.ts';

/** TCP of a simulated host, with the manners of Node's sockets: a FIN is answered with a FIN. */
export function simulatedTransport(host: Peer): Transport {
  const ports = new Set<number>();
  return {
    connect: (to, handlers) => connect(host, to, handlers),
    listen: async (on, accept): Promise<Listening> => {
      if (ports.has(on.port)) throw new ListenError(on, 'EADDRINUSE', 'in use');
      ports.add(on.port);
      host.listen(on.port, (connection) => {
        if (ports.has(on.port)) accept(new SimulatedSocket(connection));
        else connection.abort();
      });
      return { close: () => void ports.delete(on.port) };
    },
  };
}

function connect(host: Peer, to: TcpAddress, { connected, failed }: ConnectHandlers): { cancel(): void } {
  const connection = host.connect(Uint8Array.from(to.host.split('.').map(Number)), to.port);
  connection.onConnected = () => connected(new SimulatedSocket(connection));
  connection.onReset = () => failed('refused');
  connection.onTimeout = () => failed('timed-out');
  return { cancel: () => connection.abort() };
}

class SimulatedSocket implements TcpSocket {
  readonly #connection: Connection;
  #handlers: TcpHandlers | null = null;
  #isClosed = false;

  constructor(connection: Connection) {
    this.#connection = connection;
    connection.onReceived = (bytes) => this.#handlers?.received(bytes);
    connection.onClosed = () => {
      this.#handlers?.finished();
      this.end();
      this.#closed();
    };
    connection.onReset = () => this.#fail('reset');
    connection.onTimeout = () => this.#fail('timed-out');
  }

  get local(): string {
    const { localIp, localPort } = this.#connection.ends;
    return `${localIp.join('.')}:${localPort}`;
  }

  get remote(): string {
    const { remoteIp, remotePort } = this.#connection.ends;
    return `${remoteIp.join('.')}:${remotePort}`;
  }

  open(handlers: TcpHandlers): void {
    this.#handlers = handlers;
  }

  write(bytes: Uint8Array): void {
    if (!this.#isClosed) this.#connection.send(bytes);
  }

  end(): void {
    this.#isClosed = true;
    this.#connection.close();
  }

  destroy(): void {
    this.#handlers = null;
    this.end();
  }

  #fail(failure: 'reset' | 'timed-out'): void {
    this.#isClosed = true;
    this.#handlers?.failed(failure);
    this.#closed();
  }

  #closed(): void {
    this.#handlers?.closed();
    this.#handlers = null;
  }
}
