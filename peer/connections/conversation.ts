/** What the far side of a socket sends and recognizes on one connection: bytes and times in, bytes and events out. */

import type { MessagePlan } from '../../contract/device.ts';
import type { DeviceMessage, FarSide, StreamReader } from '../../contract/far-side.ts';
import { alphabetOf } from './alphabet.ts';
import type { ConversationEvent } from './events.ts';
import { type ExchangeTurn, Rounds } from './exchange.ts';

export interface ConversationOptions {
  readonly farSide: FarSide;
  /** From one echo request, or round of the dialogue, to the next; null: none are begun. */
  readonly echoEveryMs: number | null;
  /** An echo, or a message that the device sends at intervals, is overdue when it is later than this. */
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
  readonly #fromDevice: readonly DeviceMessage[];
  readonly #messages: StreamReader;
  #signAtMs: number | null;
  #echoAtMs: number | null;
  /** The payload that has been sent and has not come back; `finder` looks for it in the received bytes. */
  #echo: null | { readonly sentMs: number; readonly finder: StreamReader } = null;
  #echoCount = 0;
  /** Null: the traffic of the socket is no dialogue. */
  readonly #rounds: Rounds | null;
  #heardMs: number;
  #isDeviceSilent = false;

  constructor(options: ConversationOptions, nowMs: number) {
    const { farSide, echoEveryMs } = options;
    this.#options = options;
    const { fillerByte, payload } = alphabetOf(farSide);
    this.#fillerByte = fillerByte;
    this.#payload = payload;
    this.#fromDevice = questionsFirst(farSide.fromDevice);
    this.#messages = farSide.read(this.#fromDevice);
    this.#signAtMs = this.#nextSignMs(nowMs);
    const { traffic } = farSide;
    this.#echoAtMs = traffic.kind === 'echo' && echoEveryMs !== null ? nowMs : null;
    this.#rounds =
      traffic.kind === 'dialogue' ? new Rounds(traffic.begin(echoEveryMs !== null), echoEveryMs, nowMs) : null;
    this.#heardMs = nowMs;
  }

  /** When {@link due} is to be called next; null: not before something is received. */
  get nextMs(): number | null {
    const echoAtMs = this.#echo === null ? this.#echoAtMs : null;
    const times = [this.#signAtMs, echoAtMs, this.#rounds?.nextMs ?? null, this.#overdue()?.atMs ?? null];
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
        this.#add(this.#rounds?.received(piece.bytes, nowMs), send, events);
        continue;
      }
      const message = this.#fromDevice.find(({ name }) => name === piece.name);
      const [answer, isLast] = [message?.answer, message?.isLast === true];
      events.push({ kind: 'message', name: piece.name, answered: answer === undefined ? null : true, isLast });
      if (isLast) break;
      if (answer !== undefined) this.#say(answer, nowMs, send, events);
    }
    return { send, events };
  }

  due(nowMs: number): Turn {
    const send: Uint8Array[] = [];
    const events: ConversationEvent[] = [];
    if (this.#signAtMs !== null && this.#signAtMs <= nowMs) {
      this.#say(this.#options.farSide.signOfLife?.bytes ?? null, nowMs, send, events);
      this.#signAtMs = this.#nextSignMs(nowMs);
    }
    if (this.#echo === null && this.#echoAtMs !== null && this.#echoAtMs <= nowMs) send.push(...this.#newEcho(nowMs));
    this.#add(this.#rounds?.due(nowMs, this.#messages.held), send, events);
    const overdue = this.#overdue();
    if (overdue !== null && overdue.atMs <= nowMs) {
      this.#isDeviceSilent = true;
      events.push({ kind: 'silent', missing: overdue.what });
    }
    return { send, events };
  }

  /** The message that announces an orderly end; null where the spec has none. */
  lastMessage(): Uint8Array | null {
    const last = this.#options.farSide.toDevice.find(({ isLast }) => isLast === true);
    return last === undefined ? null : Uint8Array.from(last.bytes);
  }

  #nextSignMs(nowMs: number): number | null {
    const { signOfLife } = this.#options.farSide;
    return signOfLife && nowMs + signOfLife.everyMs;
  }

  /**
   * The message. Where any data will do: a round of the dialogue, or a byte that begins no message, not even when the
   * device echoes it.
   */
  #say(message: MessagePlan | null, nowMs: number, send: Uint8Array[], events: ConversationEvent[]): void {
    const { traffic } = this.#options.farSide;
    const talks = message === null && traffic.kind === 'dialogue' && traffic.speaksFirst;
    if (talks) this.#add(this.#rounds?.speak(nowMs), send, events);
    else send.push(Uint8Array.from(message ?? [this.#fillerByte]));
  }

  #add(turn: ExchangeTurn | undefined, send: Uint8Array[], events: ConversationEvent[]): void {
    send.push(...(turn?.send ?? []));
    events.push(...(turn?.events ?? []));
  }

  #newEcho(nowMs: number): readonly Uint8Array[] {
    const payload = this.#payload(++this.#echoCount);
    this.#echoAtMs = payload === null ? null : nowMs + (this.#options.echoEveryMs ?? 0);
    if (payload === null) return [];
    this.#echo = { sentMs: nowMs, finder: this.#options.farSide.read([{ name: 'echo', bytes: [...payload] }]) };
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
  #overdue(): { readonly what: string; readonly atMs: number } | null {
    if (this.#isDeviceSilent) return null;
    const { patienceMs } = this.#options;
    const echoes = this.#echo === null ? [] : [{ what: 'echo', atMs: this.#echo.sentMs + patienceMs }];
    const unansweredMs = this.#rounds?.unansweredMs ?? null;
    const answers = unansweredMs === null ? [] : [{ what: 'answer', atMs: unansweredMs + patienceMs }];
    const messages = this.#fromDevice.flatMap(({ name, everyMs }) =>
      everyMs === undefined ? [] : [{ what: name, atMs: this.#heardMs + everyMs + patienceMs }],
    );
    return [...echoes, ...answers, ...messages].toSorted((a, b) => a.atMs - b.atMs)[0] ?? null;
  }
}

/** Of equal messages the first one in the list is recognized; one that must be answered comes first. */
function questionsFirst(messages: readonly DeviceMessage[]): readonly DeviceMessage[] {
  const isQuestion = ({ answer }: DeviceMessage): boolean => answer !== undefined;
  return [...messages.filter(isQuestion), ...messages.filter((message) => !isQuestion(message))];
}
