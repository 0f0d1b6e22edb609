/** Holds a dialogue on one connection, in virtual time. */
import type { AnswerDiffers, Dialogue, DialogueTurn } from '../../../contract/traffic.ts';
import { type Clock, NS_PER_MS, type Timer } from '../../clock.ts';
import type { ConnectionRecord } from '../record/connection-record.ts';

export interface TalkerInput {
  readonly clock: Clock;
  readonly dialogue: Dialogue;
  /** Sends nothing where the peer can send no more. */
  readonly send: (bytes: Uint8Array) => void;
  /** Bytes that have come, but may still turn out to be part of a message. */
  readonly held: () => Uint8Array;
  /** False while its application hangs, and when the connection is over. */
  readonly isAwake: () => boolean;
}

export class Talker {
  readonly #input: TalkerInput;
  #timer: Timer | null = null;
  difference: ConnectionRecord['difference'] = undefined;
  answers = 0;

  constructor(input: TalkerInput) {
    this.#input = input;
  }

  get isInRound(): boolean {
    return this.#input.dialogue.isInRound;
  }

  startRound(): void {
    this.#take(this.#input.dialogue.startRound(this.#nowMs));
  }

  received(bytes: Uint8Array): void {
    this.#take(this.#input.dialogue.received(bytes, this.#nowMs));
  }

  peerClosed(): void {
    this.#input.dialogue.peerClosed();
  }

  deviceClosed(): void {
    this.#take(this.#input.dialogue.deviceClosed(this.#nowMs));
  }

  /** Does what is due now, after the application hung for example. */
  wake(): void {
    if (this.#input.isAwake()) this.#take(this.#input.dialogue.due(this.#nowMs, this.#input.held()));
  }

  get #nowMs(): number {
    return this.#input.clock.nowNs / NS_PER_MS;
  }

  #take({ send, events }: DialogueTurn): void {
    for (const bytes of send) this.#input.send(bytes);
    for (const event of events) {
      if (event.kind === 'answer-differs') this.#note(event);
      else this.answers++;
    }
    this.#schedule();
  }

  /** What follows the first one may be its consequence. */
  #note({ sinceMs, isMissing, text }: AnswerDiffers): void {
    const sinceNs = Math.round(sinceMs * NS_PER_MS);
    this.difference ??= { atNs: this.#input.clock.nowNs, sinceNs, isMissing, text };
  }

  #schedule(): void {
    this.#timer?.cancel();
    const { nextMs } = this.#input.dialogue;
    this.#timer = nextMs === null ? null : this.#input.clock.at(Math.round(nextMs * NS_PER_MS), () => this.wake());
  }
}
