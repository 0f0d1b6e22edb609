/** The acceptance test of a device: whether it detects an outage in time. Events and times in, verdict out. */
import { type CloseReason, type ConnectFailure, closingMessageOf, type SocketEvent } from '../connections/events.ts';
import type { FailReason, Outage, TrialStep, TrialVerdict } from './verdict.ts';

export interface TrialOptions {
  readonly outage: Outage;
  readonly withinMs: number;
  readonly sockets: readonly number[];
  /** Those of the sockets that connect to this peer: the device does so only when it has left the old connection. */
  readonly clients: readonly number[];
  /** Whether a socket's connection works from its first echo or answer on; others as soon as they are established. */
  readonly answers: (socket: number) => 'echo' | 'answer' | null;
  /** Data that comes within this time after `cut` was typed was sent before the cable was out. */
  readonly patienceMs: number;
  /** These three act on all connections. */
  readonly detach: () => void;
  readonly reattach: () => void;
  readonly goSilent: () => void;
  readonly report: (step: TrialStep) => void;
}

/** Ends that the device has caused; the others may have been caused by this machine's network. */
function isByDevice(reason: CloseReason): boolean {
  return ['closed', 'reset', 'replaced'].includes(reason) || closingMessageOf(reason) !== null;
}

function isAnswer({ kind }: SocketEvent): boolean {
  return kind === 'echo' || kind === 'answer';
}

interface TestedSocket {
  /** The connection under test. */
  connection: number | null;
  works: boolean;
  heardMs: number;
  /** The new connection during an outage. */
  next: number | null;
  /** When the device had detected the outage on this socket. */
  doneMs: number | null;
}

export class Trial {
  readonly #options: TrialOptions;
  readonly #tested: ReadonlyMap<number, TestedSocket>;
  #phase: 'waiting' | 'armed' | 'outage' | 'over' = 'waiting';
  #fromMs = 0;
  #byCommand = false;
  #refusedAfterMs: number | null = null;
  #lastRefused = false;
  /** Something has shown that there is an outage: a device with free sockets takes a new connection without one. */
  #isProven = false;
  #verdict: TrialVerdict | null = null;

  constructor(options: TrialOptions) {
    this.#options = options;
    const fresh = (): TestedSocket => ({ connection: null, works: false, heardMs: 0, next: null, doneMs: null });
    this.#tested = new Map(options.sockets.map((socket) => [socket, fresh()]));
  }

  get verdict(): TrialVerdict | null {
    return this.#verdict;
  }

  /** Since when there is an outage; it may become later, while data under way still arrives. Null outside an outage. */
  get outageFromMs(): number | null {
    return this.#phase === 'outage' ? this.#fromMs : null;
  }

  /** When {@link due} gives a verdict; null outside an outage. */
  get nextMs(): number | null {
    return this.outageFromMs === null ? null : this.outageFromMs + this.#options.withinMs;
  }

  /** Whether silence is expected on this connection, because the outage under test is on it. */
  isUnderTest({ socket, connection }: { readonly socket: number; readonly connection: number }): boolean {
    return this.#phase === 'outage' && this.#tested.get(socket)?.connection === connection;
  }

  /** The user says that the cable is being cut now. */
  cut(atMs: number): void {
    if (this.#phase === 'armed' && this.#options.outage === 'cable') this.#begin(atMs, atMs, 'command');
    else this.#options.report({ kind: 'not-armed', atMs });
  }

  take(event: SocketEvent): void {
    const tested = this.#tested.get(event.socket);
    // An answer that differs comes with data, one that is missing without.
    if (tested === undefined || this.#phase === 'over' || event.kind === 'answer-differs') return;
    if (this.#phase !== 'outage') this.#beforeOutage(event, tested);
    else if (event.kind === 'failed') this.#failed(event.reason, event.atMs);
    else if (event.connection === tested.connection) this.#onOldConnection(event, tested);
    else this.#onNewConnection(event, tested);
  }

  due(nowMs: number): void {
    if (this.nextMs === null || nowMs < this.nextMs) return;
    this.#fail(this.#failReason(), nowMs);
  }

  #beforeOutage(event: SocketEvent, tested: TestedSocket): void {
    if (event.kind === 'failed') return;
    if (event.kind === 'ended') {
      if (event.connection !== tested.connection) return;
      Object.assign(tested, { connection: null, works: false });
      this.#phase = 'waiting';
      return;
    }
    if (event.kind === 'silent') {
      const heardMs = Math.min(...[...this.#tested.values()].map((it) => it.heardMs));
      if (this.#phase === 'armed') this.#begin(event.atMs, heardMs, 'silence');
      return;
    }
    tested.heardMs = event.atMs;
    if (event.kind === 'connected') Object.assign(tested, { connection: event.connection, works: false });
    tested.works ||= isAnswer(event) || this.#options.answers(event.socket) === null;
    if (this.#phase === 'waiting' && this.#allWork()) this.#arm(event.atMs);
  }

  #arm(atMs: number): void {
    this.#phase = 'armed';
    this.#options.report({ kind: 'armed', atMs });
    if (this.#options.outage === 'silence') this.#begin(atMs, atMs, 'silence');
  }

  #begin(atMs: number, fromMs: number, by: 'command' | 'silence'): void {
    this.#phase = 'outage';
    this.#fromMs = fromMs;
    this.#byCommand = by === 'command';
    this.#refusedAfterMs = null;
    this.#lastRefused = false;
    this.#isProven = by === 'silence';
    for (const tested of this.#tested.values()) Object.assign(tested, { next: null, doneMs: null });
    this.#options.report({ kind: 'outage', atMs, fromMs, by });
    if (this.#options.outage === 'silence') this.#options.goSilent();
    else this.#options.detach();
  }

  /** A single refusal may answer the SYN of an earlier attempt; two in a row show that the device refuses. */
  #failed(reason: ConnectFailure, atMs: number): void {
    this.#isProven = true;
    const refused = reason === 'refused';
    if (refused && this.#lastRefused) this.#refusedAfterMs = atMs - this.#fromMs;
    this.#lastRefused = refused;
  }

  #onOldConnection(event: SocketEvent, tested: TestedSocket): void {
    if (event.kind === 'silent' || event.kind === 'failed') return;
    if (event.kind === 'ended') {
      tested.connection = null;
      this.#isProven = true;
      // After a cut cable only a new connection shows that the device can be reached again.
      if (this.#options.outage === 'silence' && isByDevice(event.reason)) this.#done(tested, event.atMs);
      return;
    }
    if (this.#options.outage === 'silence') return;
    const silentMs = event.atMs - Math.max(this.#fromMs, tested.heardMs);
    tested.heardMs = event.atMs;
    // The user typed `cut` a moment before the cable was out.
    if (silentMs < this.#options.patienceMs && this.#byCommand) this.#fromMs = event.atMs;
    else if (this.#byCommand) this.#fail('revived', event.atMs);
    else this.#resume(event.atMs);
  }

  #resume(atMs: number): void {
    for (const tested of this.#tested.values()) {
      if (tested.connection === null) Object.assign(tested, { connection: tested.next, works: tested.doneMs !== null });
    }
    this.#phase = this.#allWork() ? 'armed' : 'waiting';
    this.#options.report({ kind: 'resumed', atMs, afterMs: atMs - this.#fromMs });
    this.#options.reattach();
  }

  #allWork(): boolean {
    return [...this.#tested.values()].every(({ works }) => works);
  }

  #onNewConnection(event: SocketEvent, tested: TestedSocket): void {
    if (this.#options.outage === 'silence' || event.kind === 'failed') return;
    if (event.kind === 'connected') tested.next = event.connection;
    if (event.kind === 'ended') tested.next = null;
    const works = isAnswer(event) || (event.kind === 'connected' && this.#options.answers(event.socket) === null);
    if (!works) return;
    if (this.#isProven || this.#options.clients.includes(event.socket)) this.#done(tested, event.atMs);
    else this.#fail('no-outage', event.atMs);
  }

  #done(tested: TestedSocket, atMs: number): void {
    tested.doneMs ??= atMs;
    const times = [...this.#tested.values()].map(({ doneMs }) => doneMs ?? Infinity);
    const tookMs = Math.max(...times) - this.#fromMs;
    if (tookMs <= this.#options.withinMs) this.#end({ ok: true, tookMs });
    else if (tookMs !== Infinity) this.#fail(this.#failReason(), atMs);
  }

  #failReason(): FailReason {
    if (this.#options.outage === 'silence') return 'not-ended';
    const mute = [...this.#tested].find(([, { next, doneMs }]) => next !== null && doneMs === null);
    if (mute !== undefined) return this.#options.answers(mute[0]) === 'answer' ? 'no-answer' : 'no-echo';
    return this.#refusedAfterMs === null ? 'no-sign' : 'refused';
  }

  #fail(why: FailReason, atMs: number): void {
    const afterMs = why === 'refused' ? (this.#refusedAfterMs ?? 0) : atMs - this.#fromMs;
    this.#end({ ok: false, why, afterMs });
  }

  #end(verdict: TrialVerdict): void {
    this.#phase = 'over';
    this.#verdict = verdict;
  }
}
