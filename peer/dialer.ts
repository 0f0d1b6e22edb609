import { createConnection, type Socket } from 'node:net';
import { codeOf } from '../generator/emit/system-error.ts';
import { type Refusal, refusalOf } from './events.ts';

/** Where a device's socket listens, and how often it is tried. */
export interface DialerOptions {
  readonly host: string;
  readonly port: number;
  readonly pauseMs: number;
  readonly onSocket: (socket: Socket) => void;
  readonly onFailure: (reason: Refusal) => void;
}

/** A kernel repeats a lost SYN after one second, and later and later after that: a new attempt is sooner. */
const ATTEMPT_MS = 900;

/** Connects to a device that listens, again and again until it succeeds. */
export class Dialer {
  readonly #options: DialerOptions;
  #attempt: Socket | null = null;
  #timer: NodeJS.Timeout | undefined;
  #isWanted = false;

  constructor(options: DialerOptions) {
    this.#options = options;
  }

  /** One connection, soon or after `pauseMs`; given to `onSocket`. */
  want(after: 'at once' | 'after a pause'): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    if (after === 'at once') this.#try();
    else this.#tryLater();
  }

  stop(): void {
    this.#isWanted = false;
    clearTimeout(this.#timer);
    this.#attempt?.destroy();
    this.#attempt = null;
  }

  #tryLater(): void {
    this.#timer = setTimeout(() => this.#try(), this.#options.pauseMs);
  }

  #try(): void {
    const { host, port, onSocket } = this.#options;
    const socket = createConnection({ host, port });
    this.#attempt = socket;
    const limit = setTimeout(() => this.#failed(socket, 'timed-out'), ATTEMPT_MS);
    const fail = (error: Error): void => {
      clearTimeout(limit);
      this.#failed(socket, refusalOf(codeOf(error)));
    };
    socket.once('error', fail);
    socket.once('connect', () => {
      clearTimeout(limit);
      if (this.#attempt !== socket) return;
      socket.off('error', fail);
      this.#attempt = null;
      this.#isWanted = false;
      onSocket(socket);
    });
    socket.once('close', () => clearTimeout(limit));
  }

  #failed(socket: Socket, reason: Refusal): void {
    socket.destroy();
    if (this.#attempt !== socket) return;
    this.#attempt = null;
    this.#options.onFailure(reason);
    if (this.#isWanted) this.#tryLater();
  }
}
