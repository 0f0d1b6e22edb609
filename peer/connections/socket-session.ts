import type { PeerClock } from '../environment/clock.ts';
import type { TcpSocket, Transport } from '../environment/transport.ts';
import { DeviceConnection } from './connection.ts';
import { Connector } from './connector.ts';
import { Conversation, type ConversationOptions } from './conversation.ts';
import type { Endpoint } from './endpoint.ts';
import type { ConnectionEvent, SocketEvent } from './events.ts';

export interface SocketSessionOptions {
  readonly endpoint: Endpoint;
  readonly conversation: Omit<ConversationOptions, 'farSide'>;
  /** From the end of a connection, or from a failed attempt, to the next attempt. */
  readonly pauseMs: number;
  readonly clock: PeerClock;
  readonly transport: Transport;
  /** Gives each connection of the peer a number. */
  readonly nextNumber: () => number;
  readonly report: (event: SocketEvent) => void;
}

interface NumberedConnection {
  readonly number: number;
  readonly connection: DeviceConnection;
}

/** The far side of one socket of the device: one connection at a time, and a new one after each end. */
export class SocketSession {
  readonly #options: SocketSessionOptions;
  /** Null where the device connects to the peer. */
  readonly #connector: Connector | null;
  #current: NumberedConnection | null = null;
  /** Kept open during an outage, while a new connection is tried. */
  #detached: NumberedConnection | null = null;
  #heardMs = 0;
  #isStopped = false;

  constructor(options: SocketSessionOptions) {
    this.#options = options;
    this.#connector = options.endpoint.socket.client === null ? this.#newConnector() : null;
  }

  get endpoint(): Endpoint {
    return this.#options.endpoint;
  }

  /** Whether it waits for a connection. */
  get isFree(): boolean {
    return this.#current === null;
  }

  /** When anything was last received from the device. */
  get heardMs(): number {
    return this.#heardMs;
  }

  start(): void {
    this.#connector?.want('now');
  }

  /** Takes a new connection. The device has given up the one before, if there still is one. */
  accept(socket: TcpSocket): void {
    if (this.#isStopped) {
      socket.destroy();
      return;
    }
    this.#current?.connection.abandon('replaced');
    const { clock, endpoint, nextNumber } = this.#options;
    const number = nextNumber();
    const { farSide } = endpoint;
    const conversation = new Conversation({ ...this.#options.conversation, farSide }, clock.nowMs());
    const report = (event: ConnectionEvent): void => this.#report(event, number);
    const connection = new DeviceConnection({ socket, conversation, clock, report });
    this.#current = { number, connection };
    connection.begin();
  }

  /** Ends a connection on which the device has fallen silent. */
  giveUp(number: number): void {
    for (const held of [this.#current, this.#detached]) if (held?.number === number) held.connection.abandon('silent');
  }

  /** Keeps the connection open and tries a new one beside it. */
  detach(): void {
    if (this.#current === null) return;
    this.#detached = this.#current;
    this.#current = null;
    this.#connector?.want('now');
  }

  /** Returns to the detached connection; a new one, if there is one, is closed. */
  reattach(): void {
    if (this.#detached === null) return;
    this.#connector?.stop();
    const replaced = this.#current;
    this.#current = this.#detached;
    this.#detached = null;
    replaced?.connection.abandon('stopped');
  }

  goSilent(): void {
    this.#current?.connection.goSilent();
  }

  /** Closes all connections in order; `done` is called once, when that has happened. */
  stop(done: () => void): void {
    this.#isStopped = true;
    this.#connector?.stop();
    const open = [this.#current, this.#detached].filter((held) => held !== null);
    let left = open.length;
    if (left === 0) done();
    for (const { connection } of open) {
      connection.close(() => {
        left--;
        if (left === 0) done();
      });
    }
  }

  #newConnector(): Connector {
    const { clock, endpoint, pauseMs, report, transport } = this.#options;
    const { host, port, socket } = endpoint;
    return new Connector({
      ...{ to: { host, port, websocket: socket.websocket }, pauseMs, clock, transport },
      onSocket: (socket) => this.accept(socket),
      onFailure: (reason) => report({ kind: 'failed', reason, socket: endpoint.socket.number, atMs: clock.nowMs() }),
    });
  }

  #report(event: ConnectionEvent, connection: number): void {
    const { clock, endpoint, report } = this.#options;
    const atMs = clock.nowMs();
    if (!['silent', 'ended', 'answer-differs'].includes(event.kind)) this.#heardMs = atMs;
    if (event.kind === 'ended') this.#forget(connection);
    report({ ...event, connection, socket: endpoint.socket.number, atMs });
  }

  #forget(number: number): void {
    if (this.#detached?.number === number) this.#detached = null;
    if (this.#current?.number !== number) return;
    this.#current = null;
    if (!this.#isStopped) this.#connector?.want('after a pause');
  }
}
