import type { TcpHandlers, TcpSocket } from '../../peer/environment/transport.ts';

/** Calls the function when the network has carried what it stands for. */
type Deliver = (arrive: () => void) => void;

/** A connection without segments: bytes, FIN and RST in order. */
export class StreamConnection {
  readonly peer: PeerEnd;
  readonly device: DeviceEnd;

  constructor(deliver: Deliver, local: string, remote: string) {
    this.peer = new PeerEnd(this, local, remote, deliver);
    this.device = new DeviceEnd(this, deliver);
  }
}

/** The peer's end, which behaves like a socket of Node. */
class PeerEnd implements TcpSocket {
  readonly #connection: StreamConnection;
  readonly #deliver: Deliver;
  #handlers: TcpHandlers | null = null;
  #hasSentFin = false;

  constructor(
    connection: StreamConnection,
    readonly local: string,
    readonly remote: string,
    deliver: Deliver,
  ) {
    this.#connection = connection;
    this.#deliver = deliver;
  }

  open(handlers: TcpHandlers): void {
    this.#handlers = handlers;
  }

  write(bytes: Uint8Array): void {
    if (!this.#hasSentFin) this.#deliver(() => this.#connection.device.dataArrives(bytes));
  }

  end(): void {
    if (this.#hasSentFin) return;
    this.#hasSentFin = true;
    this.#deliver(() => this.#connection.device.finArrives());
  }

  destroy(): void {
    this.#handlers = null;
    this.end();
  }

  dataArrives(bytes: Uint8Array): void {
    this.#handlers?.received(bytes);
  }

  finArrives(): void {
    this.#handlers?.finished();
    this.end();
    this.#handlers?.closed();
  }

  resetArrives(): void {
    this.#hasSentFin = true;
    this.#handlers?.failed('reset');
    this.#handlers?.closed();
  }
}

/** The device's end, in the hands of a test. */
export class DeviceEnd {
  /** Everything received so far, as Latin-1. */
  received = '';
  /** The peer has sent FIN. */
  hasEnded = false;
  onData: (bytes: Uint8Array) => void = () => {};
  readonly #connection: StreamConnection;
  readonly #deliver: Deliver;
  #isClosed = false;

  constructor(connection: StreamConnection, deliver: Deliver) {
    this.#connection = connection;
    this.#deliver = deliver;
  }

  write(data: Uint8Array | string): void {
    const bytes = typeof data === 'string' ? Buffer.from(data, 'latin1') : data;
    if (!this.#isClosed) this.#deliver(() => this.#connection.peer.dataArrives(bytes));
  }

  end(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#deliver(() => this.#connection.peer.finArrives());
  }

  reset(): void {
    this.#isClosed = true;
    this.#deliver(() => this.#connection.peer.resetArrives());
  }

  dataArrives(bytes: Uint8Array): void {
    this.received += Buffer.from(bytes).toString('latin1');
    this.onData(bytes);
  }

  finArrives(): void {
    this.hasEnded = true;
    this.end();
  }
}
