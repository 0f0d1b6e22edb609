import type { Cancel, PeerClock } from '../environment/clock.ts';
import type { TcpSocket } from '../environment/transport.ts';
import type { Conversation, Turn } from './conversation.ts';
import type { CloseReason, ConnectionEvent, ConversationEvent } from './events.ts';

export interface DeviceConnectionOptions {
  readonly socket: TcpSocket;
  readonly conversation: Conversation;
  readonly clock: PeerClock;
  readonly report: (event: ConnectionEvent) => void;
}

/** How long the device may take to answer our FIN. */
const CLOSE_TIMEOUT_MS = 1000;

/** An established TCP connection with the device. Reports exactly one `ended`. */
export class DeviceConnection {
  readonly #options: DeviceConnectionOptions;
  #cancelTimer: Cancel = () => {};
  #hasEnded = false;
  #isSilent = false;
  #onClosed: () => void = () => {};

  constructor(options: DeviceConnectionOptions) {
    this.#options = options;
  }

  /** Reports the connection and starts the conversation. */
  begin(): void {
    const { socket, report } = this.#options;
    socket.open({
      received: (bytes) => this.#received(bytes),
      finished: () => this.#ended('closed'),
      failed: (failure) => this.#ended(failure === 'refused' ? 'reset' : failure),
      closed: () => {
        this.#ended('closed');
        this.#onClosed();
      },
    });
    report({ kind: 'connected', local: socket.local, remote: socket.remote });
    this.#wake();
  }

  /** Acts like an application that hangs: data is received, but nothing is sent. The kernel still answers. */
  goSilent(): void {
    this.#options.socket.goSilent?.();
    this.#isSilent = true;
    this.#cancelTimer();
  }

  /** Ends without sending anything more; the kernel's FIN may or may not reach the device. */
  abandon(reason: CloseReason): void {
    this.#ended(reason);
    this.#options.socket.destroy();
  }

  /** Sends the last message of the spec, if there is one, and FIN. Calls `done` on the device's FIN, or after a timeout. */
  close(done: () => void): void {
    if (this.#hasEnded) {
      done();
      return;
    }
    const { socket, conversation, clock } = this.#options;
    const last = this.#isSilent ? null : conversation.lastMessage();
    this.#ended('stopped');
    const finish = (): void => {
      cancel();
      this.#onClosed = () => {};
      socket.destroy();
      done();
    };
    const cancel = clock.after(CLOSE_TIMEOUT_MS, finish);
    this.#onClosed = finish;
    if (last !== null) socket.write(last);
    socket.end();
  }

  #received(bytes: Uint8Array): void {
    if (this.#hasEnded) return;
    const { conversation, clock, socket } = this.#options;
    const turn = conversation.received(bytes, clock.nowMs());
    this.#take(turn);
    const last = turn.events.find((event) => event.kind === 'message' && event.isLast);
    if (last?.kind !== 'message') return;
    this.#ended(`said ${last.name}`);
    socket.end();
  }

  #take({ send, events }: Turn): void {
    const { socket, report } = this.#options;
    const isSilent = this.#isSilent; // a report may change it
    if (!isSilent) for (const bytes of send) socket.write(bytes);
    for (const event of events) report(isSilent ? unanswered(event) : event);
    this.#schedule();
  }

  /** Does what is due now. */
  #wake(): void {
    if (this.#hasEnded || this.#isSilent) return;
    this.#take(this.#options.conversation.due(this.#options.clock.nowMs()));
  }

  #schedule(): void {
    this.#cancelTimer();
    const { conversation, clock } = this.#options;
    if (this.#hasEnded || this.#isSilent || conversation.nextMs === null) return;
    this.#cancelTimer = clock.after(conversation.nextMs - clock.nowMs(), () => this.#wake());
  }

  #ended(reason: CloseReason): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#cancelTimer();
    this.#options.report({ kind: 'ended', reason });
  }
}

function unanswered(event: ConversationEvent): ConversationEvent {
  return event.kind === 'message' && event.answered === true ? { ...event, answered: false } : event;
}
