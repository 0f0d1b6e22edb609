import type { Socket } from 'node:net';
import { Connection } from './connection.ts';
import { Conversation, type ConversationOptions } from './conversation.ts';
import { Dialer } from './dialer.ts';
import type { ConnectionEvent, PeerEvent } from './events.ts';
import type { Place } from './places.ts';

export interface LineOptions {
  readonly place: Place;
  readonly talk: Omit<ConversationOptions, 'watch'>;
  /** From the end of a connection, or a failed attempt, to the next attempt. */
  readonly pauseMs: number;
  readonly nowMs: () => number;
  /** A number for each connection. */
  readonly number: () => number;
  readonly tell: (event: PeerEvent) => void;
}

interface Numbered {
  readonly number: number;
  readonly connection: Connection;
}

/** The far side of one socket of the device: one connection at a time, and again one after each end. */
export class Line {
  readonly #options: LineOptions;
  /** Null where the device connects to us. */
  readonly #dialer: Dialer | null;
  #current: Numbered | null = null;
  /** Kept open and waiting for what becomes of it, while a new one is sought. */
  #aside: Numbered | null = null;
  #heardMs = 0;
  #isStopped = false;

  constructor(options: LineOptions) {
    this.#options = options;
    const { place, pauseMs, tell, nowMs } = options;
    const { number: socket, client } = place.socket;
    const dialer = (): Dialer =>
      new Dialer({
        ...{ host: place.host, port: place.port, pauseMs },
        onSocket: (taken) => this.take(taken),
        onFailure: (reason) => tell({ kind: 'failed', reason, socket, atMs: nowMs() }),
      });
    this.#dialer = client === null ? dialer() : null;
  }

  get place(): Place {
    return this.#options.place;
  }

  get isFree(): boolean {
    return this.#current === null;
  }

  /** When the device was last heard of. */
  get heardMs(): number {
    return this.#heardMs;
  }

  start(): void {
    this.#dialer?.want('at once');
  }

  /** A new connection. One that is there already has been given up by the device. */
  take(socket: Socket): void {
    if (this.#isStopped) {
      socket.destroy();
      return;
    }
    this.#current?.connection.abandon('replaced');
    const { nowMs, place, talk } = this.#options;
    const number = this.#options.number();
    const conversation = new Conversation({ ...talk, watch: place.socket.watch }, nowMs());
    const tell = (event: ConnectionEvent): void => this.#tell(event, number);
    const connection = new Connection({ socket, conversation, nowMs, tell });
    this.#current = { number, connection };
    connection.begin();
  }

  /** The device no longer answers on this connection. */
  giveUp(number: number): void {
    for (const held of [this.#current, this.#aside]) if (held?.number === number) held.connection.abandon('silent');
  }

  /** Seeks a new connection beside the one that is there. */
  setAside(): void {
    if (this.#current === null) return;
    this.#aside = this.#current;
    this.#current = null;
    this.#dialer?.want('at once');
  }

  /** The connection that was set aside goes on. */
  restore(): void {
    if (this.#aside === null) return;
    this.#dialer?.stop();
    const { connection } = this.#current ?? {};
    this.#current = this.#aside;
    this.#aside = null;
    connection?.abandon('stopped');
  }

  hush(): void {
    this.#current?.connection.hush();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#dialer?.stop();
    await Promise.all([this.#current, this.#aside].map((held) => held?.connection.close()));
  }

  #tell(event: ConnectionEvent, connection: number): void {
    const { nowMs, place, tell } = this.#options;
    const atMs = nowMs();
    if (event.kind !== 'silent' && event.kind !== 'ended') this.#heardMs = atMs;
    if (event.kind === 'ended') this.#forget(connection);
    tell({ ...event, connection, socket: place.socket.number, atMs });
  }

  #forget(number: number): void {
    if (this.#aside?.number === number) this.#aside = null;
    if (this.#current?.number !== number) return;
    this.#current = null;
    if (!this.#isStopped) this.#dialer?.want('after a pause');
  }
}
