/** What the far side of a device's socket says and hears on one connection: bytes and a clock in, bytes and events out. */

import type { WatchPlan } from '../contract/device.ts';
import { type Message, MessageStream } from '../simulator/host/messages.ts';
import { type FromDevice, goodbyeTo, heartbeatFor, messagesFromDevice } from '../simulator/host/protocol.ts';
import { alphabetOf } from './alphabet.ts';
import type { Told } from './events.ts';

export interface ConversationOptions {
  readonly watch: WatchPlan;
  /** From one echo to the next; null: nothing is sent for the sake of an echo. */
  readonly echoEveryMs: number | null;
  /** An echo or heartbeat that is so late is missing. */
  readonly patienceMs: number;
}

export interface Turn {
  readonly send: readonly Uint8Array[];
  readonly told: readonly Told[];
}

/** Times are in milliseconds, of whatever clock; they never decrease. A question is answered even after silence. */
export class Conversation {
  readonly #options: ConversationOptions;
  readonly #lifeByte: number;
  readonly #payload: (number: number) => Uint8Array | null;
  readonly #messages: MessageStream<FromDevice>;
  #beatAtMs: number | null;
  #echoAtMs: number | null;
  /** What is out, and looks for itself in what comes. */
  #echo: null | { readonly sentMs: number; readonly finder: MessageStream<'echo'> } = null;
  #echoes = 0;
  #heardMs: number;
  #isSilent = false;

  constructor(options: ConversationOptions, nowMs: number) {
    const { watch, echoEveryMs } = options;
    this.#options = options;
    const { lifeByte, payload } = alphabetOf(watch);
    this.#lifeByte = lifeByte;
    this.#payload = payload;
    this.#messages = new MessageStream(questionsFirst(messagesFromDevice(watch)));
    this.#beatAtMs = this.#nextBeatMs(nowMs);
    this.#echoAtMs = echoEveryMs === null ? null : nowMs;
    this.#heardMs = nowMs;
  }

  /** When {@link due} has something to do next; null: never, unless something is received. */
  get nextMs(): number | null {
    const times = [this.#beatAtMs, this.#echo === null ? this.#echoAtMs : null, this.#missing()?.atMs ?? null];
    const known = times.filter((time) => time !== null);
    return known.length === 0 ? null : Math.min(...known);
  }

  received(bytes: Uint8Array, nowMs: number): Turn {
    if (bytes.length === 0) return { send: [], told: [] };
    this.#heardMs = nowMs;
    this.#isSilent = false;
    const send: Uint8Array[] = [];
    const told: Told[] = [];
    for (const piece of this.#messages.take(bytes)) {
      if (piece.kind === 'data') {
        told.push(...this.#dataReceived(piece.bytes, nowMs));
        continue;
      }
      told.push(piece.name === 'question' ? { kind: 'question', answered: true } : { kind: piece.name });
      if (piece.name === 'goodbye') break;
      if (piece.name === 'question') send.push(this.#orLife(this.#options.watch.ask?.answer?.message));
    }
    return { send, told };
  }

  due(nowMs: number): Turn {
    const send: Uint8Array[] = [];
    const told: Told[] = [];
    if (this.#beatAtMs !== null && this.#beatAtMs <= nowMs) {
      send.push(this.#orLife(this.#options.watch.heartbeat.expect?.message));
      this.#beatAtMs = this.#nextBeatMs(nowMs);
    }
    if (this.#echo === null && this.#echoAtMs !== null && this.#echoAtMs <= nowMs) send.push(...this.#newEcho(nowMs));
    const missing = this.#missing();
    if (missing !== null && missing.atMs <= nowMs) {
      this.#isSilent = true;
      told.push({ kind: 'silent', missing: missing.what });
    }
    return { send, told };
  }

  /** What is said before an orderly end, where the spec has a word for it. */
  farewell(): Uint8Array | null {
    return goodbyeTo(this.#options.watch);
  }

  #nextBeatMs(nowMs: number): number | null {
    const beat = heartbeatFor(this.#options.watch);
    return beat && nowMs + beat.everyMs;
  }

  /** The message, or where any data will do a byte that is not the beginning of anything, though it come back. */
  #orLife(message: readonly number[] | null | undefined): Uint8Array {
    return Uint8Array.from(message ?? [this.#lifeByte]);
  }

  #newEcho(nowMs: number): readonly Uint8Array[] {
    const payload = this.#payload(++this.#echoes);
    this.#echoAtMs = payload === null ? null : nowMs + (this.#options.echoEveryMs ?? 0);
    if (payload === null) return [];
    this.#echo = { sentMs: nowMs, finder: new MessageStream([{ name: 'echo', bytes: [...payload] }]) };
    return [payload];
  }

  #dataReceived(bytes: Uint8Array, nowMs: number): readonly Told[] {
    if (this.#echo === null) return [{ kind: 'data', bytes: bytes.length }];
    const { sentMs, finder } = this.#echo;
    return finder.take(bytes).map((piece): Told => {
      if (piece.kind === 'data') return { kind: 'data', bytes: piece.bytes.length };
      this.#echo = null;
      return { kind: 'echo', roundTripMs: nowMs - sentMs };
    });
  }

  /** What is waited for from the device, and when that has lasted too long. Null while silence is known, or none is. */
  #missing(): { readonly what: 'echo' | 'heartbeat'; readonly atMs: number } | null {
    if (this.#isSilent) return null;
    const { watch, patienceMs } = this.#options;
    const { send } = watch.heartbeat;
    const echoMs = this.#echo === null ? Infinity : this.#echo.sentMs + patienceMs;
    const beatMs = send === null ? Infinity : this.#heardMs + send.everyMs + patienceMs;
    if (echoMs === Infinity && beatMs === Infinity) return null;
    return echoMs <= beatMs ? { what: 'echo', atMs: echoMs } : { what: 'heartbeat', atMs: beatMs };
  }
}

/** Of messages that are equal the first one counts, and a question is better answered than not. */
function questionsFirst(messages: readonly Message<FromDevice>[]): readonly Message<FromDevice>[] {
  const isQuestion = ({ name }: Message<FromDevice>): boolean => name === 'question';
  return [...messages.filter(isQuestion), ...messages.filter((message) => !isQuestion(message))];
}
