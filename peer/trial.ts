/** The acceptance test of a board: whether it notices an outage in time. Events in, verdict out; the clock is handed in. */
import type { Loss, PeerEvent, Refusal } from './events.ts';
import type { Failing, Outage, TrialStep, Verdict } from './verdict.ts';

export interface TrialOptions {
  readonly outage: Outage;
  readonly withinMs: number;
  readonly sockets: readonly number[];
  /** A connection works when an echo has come back, not before. */
  readonly echoes: boolean;
  /** Bytes that come so soon after what looked like a cut tell that it was none yet. */
  readonly patienceMs: number;
  /** To be done with every connection. */
  readonly setAside: () => void;
  readonly restore: () => void;
  readonly hush: () => void;
  readonly told: (step: TrialStep) => void;
}

/** Ends that are the device's doing; this machine's network may have others. */
const BY_DEVICE: readonly Loss[] = ['closed', 'reset', 'goodbye', 'replaced'];

interface Watched {
  /** The connection that the outage is about. */
  connection: number | null;
  works: boolean;
  heardMs: number;
  /** During an outage: the new connection; when this socket was done. */
  next: number | null;
  doneMs: number | null;
}

export class Trial {
  readonly #options: TrialOptions;
  readonly #watched: ReadonlyMap<number, Watched>;
  #phase: 'waiting' | 'armed' | 'outage' | 'over' = 'waiting';
  #fromMs = 0;
  #byWord = false;
  #refusedAfterMs: number | null = null;
  #lastRefused = false;
  #verdict: Verdict | null = null;

  constructor(options: TrialOptions) {
    this.#options = options;
    const fresh = (): Watched => ({ connection: null, works: false, heardMs: 0, next: null, doneMs: null });
    this.#watched = new Map(options.sockets.map((socket) => [socket, fresh()]));
  }

  get verdict(): Verdict | null {
    return this.#verdict;
  }

  /** When {@link due} has a verdict; null outside an outage. */
  get nextMs(): number | null {
    return this.#phase === 'outage' ? this.#fromMs + this.#options.withinMs : null;
  }

  /** Whether silence on this connection is what the test is about. */
  concerns({ socket, connection }: { readonly socket: number; readonly connection: number }): boolean {
    return this.#phase === 'outage' && this.#watched.get(socket)?.connection === connection;
  }

  /** Somebody cuts the cable now. */
  cut(atMs: number): void {
    if (this.#phase === 'armed' && this.#options.outage === 'cable') this.#begin(atMs, atMs, 'word');
    else this.#options.told({ kind: 'not-armed', atMs });
  }

  take(event: PeerEvent): void {
    const watched = this.#watched.get(event.socket);
    if (watched === undefined || this.#phase === 'over') return;
    if (this.#phase !== 'outage') this.#before(event, watched);
    else if (event.kind === 'failed') this.#failed(event.reason, event.atMs);
    else if (event.connection === watched.connection) this.#oldOne(event, watched);
    else this.#newOne(event, watched);
  }

  due(nowMs: number): void {
    if (this.nextMs === null || nowMs < this.nextMs) return;
    this.#fail(this.#whyNot(), nowMs);
  }

  #before(event: PeerEvent, watched: Watched): void {
    if (event.kind === 'failed') return;
    if (event.kind === 'ended') {
      if (event.connection !== watched.connection) return;
      Object.assign(watched, { connection: null, works: false });
      this.#phase = 'waiting';
      return;
    }
    if (event.kind === 'silent') {
      const heardMs = Math.min(...[...this.#watched.values()].map((it) => it.heardMs));
      if (this.#phase === 'armed') this.#begin(event.atMs, heardMs, 'silence');
      return;
    }
    watched.heardMs = event.atMs;
    if (event.kind === 'connected') Object.assign(watched, { connection: event.connection, works: false });
    watched.works ||= event.kind === 'echo' || !this.#options.echoes;
    if (this.#phase === 'waiting' && this.#allWork()) this.#arm(event.atMs);
  }

  #arm(atMs: number): void {
    this.#phase = 'armed';
    this.#options.told({ kind: 'armed', atMs });
    if (this.#options.outage === 'silence') this.#begin(atMs, atMs, 'silence');
  }

  #begin(atMs: number, fromMs: number, by: 'word' | 'silence'): void {
    this.#phase = 'outage';
    this.#fromMs = fromMs;
    this.#byWord = by === 'word';
    this.#refusedAfterMs = null;
    this.#lastRefused = false;
    for (const watched of this.#watched.values()) Object.assign(watched, { next: null, doneMs: null });
    this.#options.told({ kind: 'outage', atMs, fromMs, by });
    if (this.#options.outage === 'silence') this.#options.hush();
    else this.#options.setAside();
  }

  /** One refusal may be owed to the remains of an attempt before it; the second in a row is not. */
  #failed(reason: Refusal, atMs: number): void {
    const refused = reason === 'refused';
    if (refused && this.#lastRefused) this.#refusedAfterMs = atMs - this.#fromMs;
    this.#lastRefused = refused;
  }

  #oldOne(event: PeerEvent, watched: Watched): void {
    if (event.kind === 'silent' || event.kind === 'failed') return;
    if (event.kind === 'ended') {
      watched.connection = null;
      // With a cable cut only a new connection shows that the board can be reached again.
      if (this.#options.outage === 'silence' && BY_DEVICE.includes(event.reason)) this.#done(watched, event.atMs);
      return;
    }
    if (this.#options.outage === 'silence') return;
    const silentMs = event.atMs - Math.max(this.#fromMs, watched.heardMs);
    watched.heardMs = event.atMs;
    // The word came a moment before the cable was out.
    if (silentMs < this.#options.patienceMs && this.#byWord) this.#fromMs = event.atMs;
    else if (this.#byWord) this.#fail('revived', event.atMs);
    else this.#resume(event.atMs);
  }

  #resume(atMs: number): void {
    for (const watched of this.#watched.values()) {
      if (watched.connection === null)
        Object.assign(watched, { connection: watched.next, works: watched.doneMs !== null });
    }
    this.#phase = this.#allWork() ? 'armed' : 'waiting';
    this.#options.told({ kind: 'resumed', atMs, afterMs: atMs - this.#fromMs });
    this.#options.restore();
  }

  #allWork(): boolean {
    return [...this.#watched.values()].every(({ works }) => works);
  }

  #newOne(event: PeerEvent, watched: Watched): void {
    if (this.#options.outage === 'silence' || event.kind === 'failed') return;
    if (event.kind === 'connected') watched.next = event.connection;
    if (event.kind === 'ended') watched.next = null;
    const works = event.kind === 'echo' || (event.kind === 'connected' && !this.#options.echoes);
    if (works) this.#done(watched, event.atMs);
  }

  #done(watched: Watched, atMs: number): void {
    watched.doneMs ??= atMs;
    const times = [...this.#watched.values()].map(({ doneMs }) => doneMs ?? Infinity);
    const tookMs = Math.max(...times) - this.#fromMs;
    if (tookMs <= this.#options.withinMs) this.#end({ ok: true, tookMs });
    else if (tookMs !== Infinity) this.#fail(this.#whyNot(), atMs);
  }

  #whyNot(): Failing {
    if (this.#options.outage === 'silence') return 'not-ended';
    if ([...this.#watched.values()].some(({ next, doneMs }) => next !== null && doneMs === null)) return 'no-echo';
    return this.#refusedAfterMs === null ? 'no-sign' : 'refused';
  }

  #fail(why: Failing, atMs: number): void {
    const afterMs = why === 'refused' ? (this.#refusedAfterMs ?? 0) : atMs - this.#fromMs;
    this.#end({ ok: false, why, afterMs });
  }

  #end(verdict: Verdict): void {
    this.#phase = 'over';
    this.#verdict = verdict;
  }
}
