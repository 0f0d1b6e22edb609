/** TCP as the peer uses it: the operating system's in a real run, a simulated one in tests. */

import type { WebsocketPlan } from '../../contract/websocket.ts';

/** Why an attempt to connect failed, or why an established connection broke. */
export type TcpFailure = 'refused' | 'reset' | 'timed-out' | 'unreachable';

/** A WebSocket may fail too where TCP does not. */
export type ConnectFailure = TcpFailure | 'no-websocket';

/** What an established connection tells its owner, in this order: data, then an end. */
export interface TcpHandlers {
  received(bytes: Uint8Array): void;
  /** The device has sent FIN. */
  finished(): void;
  failed(failure: TcpFailure): void;
  /** Both directions are closed; the last call. */
  closed(): void;
}

/** An established connection. Like Node's sockets it answers the device's FIN with its own. */
export interface TcpSocket {
  /** `address:port` of this machine and of the device. */
  readonly local: string;
  readonly remote: string;
  /** To be called once, at once: nothing is delivered before. */
  open(handlers: TcpHandlers): void;
  write(bytes: Uint8Array): void;
  /** From now on nothing is answered but by the kernel; absent: nothing else is. */
  goSilent?(): void;
  /** Sends FIN after everything written, a WebSocket its close. */
  end(): void;
  /** Releases the connection without waiting for the device. */
  destroy(): void;
}

export interface ConnectHandlers {
  connected(socket: TcpSocket): void;
  failed(failure: ConnectFailure): void;
}

/** A TCP address: IPv4 address and port. */
export interface TcpAddress {
  readonly host: string;
  readonly port: number;
}

/** Where a server of the device listens, and what it speaks; `websocket` null: plain TCP. */
export interface ServerAddress extends TcpAddress {
  readonly websocket: WebsocketPlan | null;
}

export interface Transport {
  /** Calls exactly one of the handlers, unless the attempt is cancelled first. */
  connect(to: ServerAddress, handlers: ConnectHandlers): { cancel(): void };
  /** Accepts connections until it is closed. Rejects with a {@link ListenError}. */
  listen(on: TcpAddress, accept: (socket: TcpSocket) => void): Promise<Listening>;
}

export interface Listening {
  close(): void;
}

/** The operating system does not let this process listen on an address. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
  constructor(
    readonly address: TcpAddress,
    /** For example `EADDRINUSE`. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
