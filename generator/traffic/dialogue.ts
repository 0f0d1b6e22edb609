/** What is said and heard on one connection, as the entries of a dialogue say. */
import type { Dialogue, DialogueEntryPlan, DialogueEvent, DialogueTurn } from '../../contract/traffic.ts';
import { Matcher } from './matcher.ts';
import { missingText, wrongText } from './words.ts';

/** Bytes that no entry has asked for yet; more are never needed by one. */
const MOST_WAITING = 65_536;
/** A nanosecond: a simulated answer may come at the very last one that is in time. */
const TICK_MS = 1e-6;

interface Entry extends DialogueEntryPlan {
  readonly number: number;
  readonly matcher: Matcher | null;
}

/** What the peer has said and the device must answer. */
interface Open {
  readonly entry: Entry;
  readonly matcher: Matcher;
  readonly sinceMs: number;
}

interface Timed {
  readonly entry: Entry;
  readonly everyMs: number;
  /** Null before the first round. */
  dueMs: number | null;
}

/**
 * Entries without an interval are taken in their turn, round after round; one that the peer begins waits for the next
 * round, one that the device begins waits for the device. The others are said when they are due, between two answers.
 * After a mismatch the bytes that follow belong to nothing; they are dropped until the peer speaks again.
 */
export class DialogueRun implements Dialogue {
  readonly #cycle: readonly Entry[];
  readonly #timed: readonly Timed[];
  readonly #repeats: boolean;
  /** Some entry expects something. */
  readonly #listens: boolean;
  #at = 0;
  /** Entries of the rounds that have been started. */
  #left = 0;
  /** Where all entries have intervals, a round is each of them once. */
  #wanted: readonly Entry[] = [];
  #open: Open | null = null;
  #heardFromMs = 0;
  #isAdrift = false;
  #isMute = false;
  #waiting: number[] = [];
  /** Bytes that were counted while they were held, and come once more. */
  #known = 0;
  /** Entries that the bytes since the last match are not of. */
  #dropped: readonly Entry[] = [];
  #send: Uint8Array[] = [];
  #events: DialogueEvent[] = [];

  constructor(plan: readonly DialogueEntryPlan[], repeats: boolean) {
    const entries = plan.map((entry, number): Entry => {
      return { ...entry, number, matcher: entry.hears === null ? null : new Matcher(entry.hears) };
    });
    this.#cycle = entries.filter(({ everyMs }) => everyMs === null);
    this.#timed = entries.flatMap((entry) =>
      entry.everyMs === null ? [] : [{ entry, everyMs: entry.everyMs, dueMs: null }],
    );
    this.#repeats = repeats;
    this.#listens = entries.some(({ matcher }) => matcher !== null);
  }

  get nextMs(): number | null {
    if (this.#open !== null) return this.#open.sinceMs + this.#open.entry.withinMs + TICK_MS;
    const times = this.#isMute ? [] : this.#timed.flatMap(({ dueMs }) => dueMs ?? []);
    return times.length === 0 ? null : Math.min(...times);
  }

  get isInRound(): boolean {
    return this.#open !== null || (!this.#isMute && (this.#left > 0 || this.#wanted.length > 0));
  }

  get owedSinceMs(): number | null {
    return this.#open?.sinceMs ?? null;
  }

  startRound(nowMs: number): DialogueTurn {
    if (this.#cycle.length === 0) this.#wanted = this.#timed.map(({ entry }) => entry);
    this.#left = Math.min(this.#left, this.#cycle.length) + this.#cycle.length;
    if (this.#repeats) for (const timed of this.#timed) timed.dueMs ??= nowMs + timed.everyMs;
    return this.#turn(nowMs);
  }

  received(bytes: Uint8Array, nowMs: number): DialogueTurn {
    const known = Math.min(this.#known, bytes.length);
    this.#known -= known;
    if (!this.#isAdrift && this.#listens) for (const byte of bytes.subarray(known)) this.#waiting.push(byte);
    return this.#turn(nowMs);
  }

  due(nowMs: number, held: Uint8Array): DialogueTurn {
    const { nextMs } = this;
    if (this.#open !== null && nextMs !== null && nowMs >= nextMs - TICK_MS / 2) this.#lastChance(nowMs, held);
    return this.#turn(nowMs);
  }

  peerClosed(): void {
    this.#isMute = true;
  }

  deviceClosed(nowMs: number): DialogueTurn {
    if (this.#open !== null) this.#miss(this.#open, 'the device has closed the connection');
    return this.#turn(nowMs);
  }

  #turn(nowMs: number): DialogueTurn {
    while (this.#listen(nowMs) || this.#speak(nowMs));
    const turn = { send: this.#send, events: this.#events };
    [this.#send, this.#events] = [[], []];
    return turn;
  }

  /** Says what is due, unless an answer is awaited. True: something was said. */
  #speak(nowMs: number): boolean {
    if (this.#open !== null || this.#isMute) return false;
    // A clock of whole nanoseconds may be an ulp before the sum.
    const timed = this.#timed.find(({ dueMs }) => dueMs !== null && dueMs <= nowMs + TICK_MS / 2);
    if (timed !== undefined) {
      timed.dueMs = nowMs + timed.everyMs;
      return this.#say(timed.entry, nowMs);
    }
    const [wanted, ...rest] = this.#wanted;
    this.#wanted = rest;
    if (wanted !== undefined) return this.#say(wanted, nowMs);
    const entry = this.#cycle[this.#at];
    return entry?.first === 'peer' && this.#left > 0 && this.#say(entry, nowMs);
  }

  #say(entry: Entry, nowMs: number): true {
    if (entry.says !== null) this.#send.push(Uint8Array.from(entry.says));
    this.#isAdrift = false;
    if (entry.matcher === null) this.#done(entry);
    else this.#open = { entry, matcher: entry.matcher, sinceMs: nowMs };
    entry.matcher?.reset();
    return true;
  }

  /** Takes the bytes that wait. True: they have ended an entry. */
  #listen(nowMs: number): boolean {
    for (const [index, byte] of this.#waiting.entries()) {
      const candidates = this.#candidates();
      if (candidates.length === 0) {
        if (index > 0) this.#waiting = this.#waiting.slice(index);
        if (this.#waiting.length > MOST_WAITING) this.#flood(nowMs);
        return false;
      }
      if (candidates.every(({ matcher }) => matcher.fedBytes === 0)) this.#heardFromMs = nowMs;
      const results = candidates.map((it) => ({ ...it, result: it.matcher.feed(byte) }));
      const whole = results.find(({ result }) => result === 'whole');
      if (whole === undefined && results.some(({ result }) => result === 'more')) {
        this.#dropped = [...this.#dropped, ...results.filter(({ result }) => result === 'none').map((it) => it.entry)];
        continue;
      }
      this.#waiting = whole === undefined ? [] : this.#waiting.slice(index + 1);
      if (whole === undefined) this.#mismatch(candidates, byte);
      else this.#matched(whole.entry, nowMs);
      return true;
    }
    this.#waiting = [];
    return false;
  }

  /** What the bytes may be: the answer, or what the device says by itself in its turn. What has begun goes first. */
  #candidates(): readonly { readonly entry: Entry; readonly matcher: Matcher }[] {
    const turn = this.#cycle[this.#at];
    const heard = turn?.first === 'device' && turn.matcher !== null ? [{ entry: turn, matcher: turn.matcher }] : [];
    const all = [...(this.#open === null ? [] : [this.#open]), ...heard].filter(
      ({ entry }) => !this.#dropped.includes(entry),
    );
    const begun = all.filter(({ matcher }) => matcher.fedBytes > 0);
    return begun.length > 0 ? begun : all;
  }

  #matched(entry: Entry, nowMs: number): void {
    this.#dropped = [];
    if (entry === this.#open?.entry) {
      this.#events.push({ kind: 'answered', tookMs: nowMs - this.#open.sinceMs });
      this.#open = null;
    } else {
      this.#events.push({ kind: 'heard' });
      if (entry.says !== null && !this.#isMute) this.#send.push(Uint8Array.from(entry.says));
    }
    for (const { matcher } of this.#candidates()) matcher.reset();
    this.#done(entry);
  }

  #done({ everyMs, matcher }: Entry): void {
    matcher?.reset();
    if (everyMs !== null) return;
    this.#at = (this.#at + 1) % this.#cycle.length;
    this.#left = Math.max(0, this.#left - 1);
  }

  #mismatch(candidates: readonly { readonly entry: Entry; readonly matcher: Matcher }[], byte: number): void {
    const [first] = candidates;
    if (first === undefined) return;
    const sinceMs = first.entry === this.#open?.entry ? this.#open.sinceMs : this.#heardFromMs;
    const text = wrongText(first.entry, first.matcher.fedBytes, byte, first.matcher.expected);
    this.#events.push({ kind: 'answer-differs', sinceMs, isMissing: false, text });
    this.#abandon(this.#open?.entry ?? null);
  }

  #flood(nowMs: number): void {
    const text = `the device has sent ${this.#waiting.length} bytes that no entry of the dialogue expects`;
    this.#events.push({ kind: 'answer-differs', sinceMs: nowMs, isMissing: false, text });
    this.#abandon(null);
  }

  #lastChance(nowMs: number, held: Uint8Array): void {
    const open = this.#open;
    if (open === null) return;
    const count = open.matcher.lookAhead(held);
    if (count === null) {
      this.#miss(open, `it was due within ${open.entry.withinMs} ms`);
      return;
    }
    this.#known = count;
    this.#matched(open.entry, Math.min(nowMs, open.sinceMs + open.entry.withinMs));
  }

  #miss({ entry, matcher, sinceMs }: Open, why: string): void {
    this.#events.push({
      kind: 'answer-differs',
      sinceMs,
      isMissing: true,
      text: missingText(entry, matcher.fedBytes, why),
    });
    this.#abandon(entry);
  }

  /** @param entry the one that the peer has begun; null: there is none */
  #abandon(entry: Entry | null): void {
    this.#open = null;
    this.#dropped = [];
    for (const { matcher } of this.#cycle) matcher?.reset();
    this.#waiting = [];
    this.#isAdrift = true;
    if (entry !== null) this.#done(entry);
  }
}
