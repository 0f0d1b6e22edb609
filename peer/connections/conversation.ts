/** What the far side of a socket sends and recognizes on one connection: bytes and times in, bytes and events out. */

import type { WatchPlan } from '../../contract/device.ts';
import { type Message, MessageStream } from '../../simulator/host/messages.ts';
import { type FromDevice, goodbyeTo, heartbeatFor, messagesFromDevice } from '../../simulator/host/protocol.ts';
import { alphabetOf } from './alphabet.ts';
import type { ConversationEvent } from './events.ts';

export interface ConversationOptions {
  readonly watch: WatchPlan;
  /** From one echo request to the next; null: none are sent. */
  readonly echoEveryMs: number | null;
  /** An echo or a heartbeat that is later than this is overdue. */
  readonly patienceMs: number;
}

export interface Turn {
  readonly send: readonly Uint8Array[];
  readonly events: readonly ConversationEvent[];
}

/** Times are in milliseconds of any clock and never decrease. Questions are answered even after the device was silent. */
export class Conversation {
  readonly #options: ConversationOptions;
  readonly #fillerByte: number;
  readonly #payload: (number: number) => Uint8Array | null;
  readonly #messages: MessageStream<FromDevice>;
  #heartbeatAtMs: number | null;
  #echoAtMs: number | null;
  /** The payload that has been sent and has not come back; `finder` looks for it in the received bytes. */
  #echo: null | { readonly sentMs: number; readonly finder: MessageStream<'echo'> } = null;
  #echoCount = 0;
  #heardMs: number;
  #isDeviceSilent = false;

  constructor(options: ConversationOptions, nowMs: number) {
    const { watch, echoEveryMs } = options;
    this.#options = options;
    const { fillerByte, payload } = alphabetOf(watch);
    this.#fillerByte = fillerByte;
    this.#payload = payload;
    this.#messages = new MessageStream(questionsFirst(messagesFromDevice(watch)));
    this.#heartbeatAtMs = this.#nextHeartbeatMs(nowMs);
    this.#echoAtMs = echoEveryMs === null ? null : nowMs;
    this.#heardMs = nowMs;
  }

  /** When {@link due} is to be called next; null: not before something is received. */
  get nextMs(): number | null {
    const times = [this.#heartbeatAtMs, this.#echo === null ? this.#echoAtMs : null, this.#overdue()?.atMs ?? null];
    const known = times.filter((time) => time !== null);
    return known.length === 0 ? null : Math.min(...known);
  }

  received(bytes: Uint8Array, nowMs: number): Turn {
    if (bytes.length === 0) return { send: [], events: [] };
    this.#heardMs = nowMs;
    this.#isDeviceSilent = false;
    const send: Uint8Array[] = [];
    const events: ConversationEvent[] = [];
    for (const piece of this.#messages.take(bytes)) {
      if (piece.kind === 'data') {
        events.push(...this.#dataReceived(piece.bytes, nowMs));
        continue;
      }
      events.push(piece.name === 'question' ? { kind: 'question', answered: true } : { kind: piece.name });
      if (piece.name === 'goodbye') break;
      if (piece.name === 'question') send.push(this.#orFiller(this.#options.watch.ask?.answer?.message));
    }
    return { send, events };
  }

  due(nowMs: number): Turn {
    const send: Uint8Array[] = [];
    const events: ConversationEvent[] = [];
    if (this.#heartbeatAtMs !== null && this.#heartbeatAtMs <= nowMs) {
      send.push(this.#orFiller(this.#options.watch.heartbeat.expect?.message));
      this.#heartbeatAtMs = this.#nextHeartbeatMs(nowMs);
    }
    if (this.#echo === null && this.#echoAtMs !== null && this.#echoAtMs <= nowMs) send.push(...this.#newEcho(nowMs));
    const overdue = this.#overdue();
    if (overdue !== null && overdue.atMs <= nowMs) {
      this.#isDeviceSilent = true;
      events.push({ kind: 'silent', missing: overdue.what });
    }
    return { send, events };
  }

  /** The message that announces an orderly end; null where the spec has none. */
  goodbyeMessage(): Uint8Array | null {
    return goodbyeTo(this.#options.watch);
  }

  #nextHeartbeatMs(nowMs: number): number | null {
    const heartbeat = heartbeatFor(this.#options.watch);
    return heartbeat && nowMs + heartbeat.everyMs;
  }

  /** The message, or where any data will do a byte that begins no message, not even when the device echoes it. */
  #orFiller(message: readonly number[] | null | undefined): Uint8Array {
    return Uint8Array.from(message ?? [this.#fillerByte]);
  }

  #newEcho(nowMs: number): readonly Uint8Array[] {
    const payload = this.#payload(++this.#echoCount);
    this.#echoAtMs = payload === null ? null : nowMs + (this.#options.echoEveryMs ?? 0);
    if (payload === null) return [];
    this.#echo = { sentMs: nowMs, finder: new MessageStream([{ name: 'echo', bytes: [...payload] }]) };
    return [payload];
  }

  #dataReceived(bytes: Uint8Array, nowMs: number): readonly ConversationEvent[] {
    if (this.#echo === null) return [{ kind: 'data', bytes: bytes.length }];
    const { sentMs, finder } = this.#echo;
    return finder.take(bytes).map((piece): ConversationEvent => {
      if (piece.kind === 'data') return { kind: 'data', bytes: piece.bytes.length };
      this.#echo = null;
      return { kind: 'echo', roundTripMs: nowMs - sentMs };
    });
  }

  /** What is expected from the device next, and when it is overdue. Null after it was reported, and with nothing to expect. */
  #overdue(): { readonly what: 'echo' | 'heartbeat'; readonly atMs: number } | null {
    if (this.#isDeviceSilent) return null;
    const { watch, patienceMs } = this.#options;
    const { send } = watch.heartbeat;
    const echoMs = this.#echo === null ? Infinity : this.#echo.sentMs + patienceMs;
    const heartbeatMs = send === null ? Infinity : this.#heardMs + send.everyMs + patienceMs;
    if (echoMs === Infinity && heartbeatMs === Infinity) return null;
    return echoMs <= heartbeatMs ? { what: 'echo', atMs: echoMs } : { what: 'heartbeat', atMs: heartbeatMs };
  }
}

/** Of equal messages the first one in the list is recognized; the question must be answered, so it comes first. */
function questionsFirst(messages: readonly Message<FromDevice>[]): readonly Message<FromDevice>[] {
  const isQuestion = ({ name }: Message<FromDevice>): boolean => name === 'question';
  return [...messages.filter(isQuestion), ...messages.filter((message) => !isQuestion(message))];
}
