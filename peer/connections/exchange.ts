/** What a peer says of its own accord, and what it expects for it: echoes, a dialogue, or nothing. */
import type { Dialogue, DialogueEvent, DialogueTurn } from '../../contract/traffic.ts';
import type { ConversationEvent } from './events.ts';

export interface ExchangeTurn {
  readonly send: readonly Uint8Array[];
  readonly events: readonly ConversationEvent[];
}

/** A dialogue as a conversation holds it: a round each `everyMs`, unless an answer is missing. */
export class Rounds {
  readonly #dialogue: Dialogue;
  readonly #everyMs: number | null;
  #roundAtMs: number | null;
  /** When the peer said what nothing came for; also when the dialogue has given up waiting. */
  #unansweredMs: number | null = null;

  /** @param everyMs null: the peer says nothing of its own accord */
  constructor(dialogue: Dialogue, everyMs: number | null, nowMs: number) {
    this.#dialogue = dialogue;
    this.#everyMs = everyMs;
    this.#roundAtMs = everyMs === null ? null : nowMs;
  }

  get nextMs(): number | null {
    const round = this.#mayBegin() ? this.#roundAtMs : null;
    const times = [round, this.#dialogue.nextMs].filter((time) => time !== null);
    return times.length === 0 ? null : Math.min(...times);
  }

  get unansweredMs(): number | null {
    return this.#unansweredMs;
  }

  /** Some data is wanted now. */
  speak(nowMs: number): ExchangeTurn {
    return this.#dialogue.isInRound ? { send: [], events: [] } : this.#taken(this.#dialogue.startRound(nowMs));
  }

  received(bytes: Uint8Array, nowMs: number): ExchangeTurn {
    this.#unansweredMs = null;
    return this.#taken(this.#dialogue.received(bytes, nowMs));
  }

  /** @param held bytes that may still become part of a message */
  due(nowMs: number, held: Uint8Array): ExchangeTurn {
    const turn = this.#taken(this.#dialogue.due(nowMs, held));
    if (this.#roundAtMs === null || this.#roundAtMs > nowMs || !this.#mayBegin()) return turn;
    this.#roundAtMs = nowMs + (this.#everyMs ?? 0);
    const round = this.#taken(this.#dialogue.startRound(nowMs));
    return { send: [...turn.send, ...round.send], events: [...turn.events, ...round.events] };
  }

  #mayBegin(): boolean {
    return !this.#dialogue.isInRound && this.#unansweredMs === null;
  }

  #taken({ send, events }: DialogueTurn): ExchangeTurn {
    for (const event of events) {
      if (event.kind === 'answer-differs' && event.isMissing) this.#unansweredMs ??= event.sinceMs;
    }
    this.#unansweredMs ??= this.#dialogue.owedSinceMs;
    return { send, events: events.map(eventOf) };
  }
}

function eventOf(event: DialogueEvent): ConversationEvent {
  switch (event.kind) {
    case 'answered':
      return { kind: 'answer', roundTripMs: event.tookMs };
    case 'heard':
      return { kind: 'answer', roundTripMs: null };
    default:
      return { kind: 'answer-differs', text: event.text };
  }
}
