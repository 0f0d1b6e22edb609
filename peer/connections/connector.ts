import type { Cancel, PeerClock } from '../environment/clock.ts';
import type { ServerAddress, TcpSocket, Transport } from '../environment/transport.ts';
import type { ConnectFailure } from './events.ts';

export interface ConnectorOptions {
  readonly to: ServerAddress;
  /** From a failed attempt to the next one. */
  readonly pauseMs: number;
  readonly clock: PeerClock;
  readonly transport: Transport;
  readonly onSocket: (socket: TcpSocket) => void;
  readonly onFailure: (reason: ConnectFailure) => void;
}

/** A kernel repeats a lost SYN after 1 s and doubles the wait each time; a new attempt sends a SYN earlier. */
const ATTEMPT_MS = 900;

/** Connects to a device that listens; repeats the attempt until it succeeds. */
export class Connector {
  readonly #options: ConnectorOptions;
  #cancelAttempt: Cancel | null = null;
  #cancelPause: Cancel = () => {};
  #isWanted = false;

  constructor(options: ConnectorOptions) {
    this.#options = options;
  }

  /** Requests one connection; `onSocket` gets it. */
  want(when: 'now' | 'after a pause'): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    if (when === 'now') this.#try();
    else this.#pause();
  }

  stop(): void {
    this.#isWanted = false;
    this.#cancelPause();
    this.#cancelAttempt?.();
    this.#cancelAttempt = null;
  }

  #pause(): void {
    this.#cancelPause = this.#options.clock.after(this.#options.pauseMs, () => this.#try());
  }

  #try(): void {
    const { to, clock, transport, onSocket } = this.#options;
    const attempt = transport.connect(to, {
      connected: (socket) => {
        cancelLimit();
        this.#cancelAttempt = null;
        this.#isWanted = false;
        onSocket(socket);
      },
      failed: (reason) => {
        cancelLimit();
        this.#failed(reason);
      },
    });
    const cancelLimit = clock.after(ATTEMPT_MS, () => {
      attempt.cancel();
      this.#failed('timed-out');
    });
    this.#cancelAttempt = () => {
      cancelLimit();
      attempt.cancel();
    };
  }

  #failed(reason: ConnectFailure): void {
    this.#cancelAttempt = null;
    this.#options.onFailure(reason);
    if (this.#isWanted) this.#pause();
  }
}
