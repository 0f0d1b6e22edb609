import type { Socket } from 'node:net';
import { codeOf } from '../generator/emit/system-error.ts';
import type { Conversation, Turn } from './conversation.ts';
import { type ConnectionEvent, type Loss, refusalOf } from './events.ts';

/** What one connection needs of its surroundings. */
export interface ConnectionOptions {
  readonly socket: Socket;
  readonly conversation: Conversation;
  readonly nowMs: () => number;
  readonly tell: (event: ConnectionEvent) => void;
}

/** How long the device may take to answer our FIN. */
const FAREWELL_MS = 1000;

/** A TCP connection with the device, from its establishment on. Tells of its end once. */
export class Connection {
  readonly #options: ConnectionOptions;
  #timer: NodeJS.Timeout | undefined;
  #hasEnded = false;
  #isHushed = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    const { socket } = options;
    socket.setNoDelay(true);
    socket.on('data', (bytes) => this.#received(bytes));
    socket.on('end', () => this.#ended('closed'));
    socket.on('error', (error) => this.#failed(error));
    socket.on('close', () => this.#ended('closed'));
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Says that it is there, and begins to talk. */
  begin(): void {
    const { socket, tell } = this.#options;
    tell({
      kind: 'connected',
      local: `${socket.localAddress}:${socket.localPort}`,
      remote: `${socket.remoteAddress}:${socket.remotePort}`,
    });
    this.#wake();
  }

  /** From now on an application that hangs: what comes is read, nothing more is said. The kernel goes on answering. */
  hush(): void {
    this.#isHushed = true;
    clearTimeout(this.#timer);
  }

  /** Ends without a word more; the kernel's FIN may reach the device or not. */
  abandon(reason: Loss): void {
    this.#ended(reason);
    this.#options.socket.destroy();
  }

  /** Goodbye, where the spec has one, FIN, and a short wait for the device's. */
  async close(): Promise<void> {
    if (this.#hasEnded) return;
    const { socket, conversation } = this.#options;
    const words = this.#isHushed ? null : conversation.farewell();
    this.#ended('stopped');
    if (words !== null) socket.write(words);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, FAREWELL_MS);
      socket.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
      socket.end();
    });
    socket.destroy();
  }

  #received(bytes: Uint8Array): void {
    if (this.#hasEnded) return;
    const { conversation, nowMs, socket } = this.#options;
    const turn = conversation.received(bytes, nowMs());
    this.#take(turn);
    if (!turn.told.some(({ kind }) => kind === 'goodbye')) return;
    this.#ended('goodbye');
    socket.end();
  }

  #take({ send, told }: Turn): void {
    const { socket, tell } = this.#options;
    if (!this.#isHushed) for (const bytes of send) socket.write(bytes);
    const isHushed = this.#isHushed; // what is told may change it
    for (const event of told) tell(event.kind === 'question' && isHushed ? { ...event, answered: false } : event);
    this.#wait();
  }

  /** Does what is due now. */
  #wake(): void {
    if (this.#hasEnded || this.#isHushed) return;
    this.#take(this.#options.conversation.due(this.#options.nowMs()));
  }

  #wait(): void {
    clearTimeout(this.#timer);
    const { conversation, nowMs } = this.#options;
    if (this.#hasEnded || this.#isHushed || conversation.nextMs === null) return;
    this.#timer = setTimeout(
      () => this.#wake(),
      Math.max(0, Math.min(LONGEST_TIMER_MS, conversation.nextMs - nowMs())),
    );
  }

  #failed(error: Error): void {
    const reason = refusalOf(codeOf(error));
    this.#ended(reason === 'refused' ? 'reset' : reason);
  }

  #ended(reason: Loss): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    clearTimeout(this.#timer);
    this.#options.tell({ kind: 'ended', reason });
  }
}

/** setTimeout takes no more than 2^31 - 1; a wake that comes too early does nothing. */
export const LONGEST_TIMER_MS = 2_147_483_647;
