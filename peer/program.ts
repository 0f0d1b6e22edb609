/** The far side of a device, from the first connection to the last. */

import type { Endpoint } from './connections/endpoint.ts';
import type { SocketEvent } from './connections/events.ts';
import { SocketSession } from './connections/socket-session.ts';
import type { Cancel, PeerClock } from './environment/clock.ts';
import { ListenError, type Listening, type TcpAddress, type Transport } from './environment/transport.ts';
import { PeerRecord } from './record/record.ts';
import { PeerProblemError } from './setup/problem.ts';
import { Trial, type TrialOptions } from './trial/trial.ts';
import type { TrialStep, TrialTerms, TrialVerdict } from './trial/verdict.ts';

/** Gets what happens, as it happens. May throw, for example when stdout is full; that ends the peer. */
export interface PeerReporter {
  /** @param ageMs how long the connection has been open; 0 for a failed attempt. */
  event(event: SocketEvent, ageMs: number): void;
  step(step: TrialStep): void;
  verdict(verdict: TrialVerdict, atMs: number): void;
  /** `cut` was called without a test. */
  noTrial(): void;
}

export interface PeerProgramOptions {
  readonly endpoints: readonly Endpoint[];
  readonly reporter: PeerReporter;
  readonly clock: PeerClock;
  readonly transport: Transport;
  /** Null: no payloads are sent, and no echoes expected. */
  readonly echoEveryMs: number | null;
  /** Null: until {@link PeerProgram.quit}. */
  readonly forMs: number | null;
  /** Null: no acceptance test. */
  readonly trial: Pick<TrialTerms, 'outage' | 'withinMs'> | null;
}

export interface PeerOutcome {
  readonly record: PeerRecord;
  readonly durationMs: number;
  /** Null without a test, and when the peer ended before there was a verdict. */
  readonly verdict: TrialVerdict | null;
}

const RETRY_MS = 1000;
const RETRY_IN_TRIAL_MS = 500;
/** Longer than any device on a bench needs for an echo. */
const PATIENCE_MS = 10_000;
const PATIENCE_IN_TRIAL_MS = 3000;
/** Of the time allowed, so that silence is noticed long before the limit. */
const PATIENCE_SHARE = 4;

/** Runs once. Ends at `quit`, when its time is over, with a verdict, or when the reporter throws. */
export class PeerProgram {
  readonly #options: PeerProgramOptions;
  readonly #record: PeerRecord;
  readonly #sessions: readonly SocketSession[];
  readonly #trial: Trial | null;
  readonly #startMs: number;
  #listenings: readonly Listening[] = [];
  #state: 'new' | 'quit' | 'running' | 'ended' = 'new';
  #settle: () => void = () => {};
  #error: { readonly thrown: unknown } | null = null;
  #cancelLimit: Cancel = () => {};
  #cancelVerdict: Cancel = () => {};
  #isJudged = false;
  #connections = 0;

  constructor(options: PeerProgramOptions) {
    this.#options = options;
    const { endpoints, trial, clock } = options;
    this.#startMs = clock.nowMs();
    this.#record = new PeerRecord(endpoints[0]?.farSide.repeated ?? []);
    const patienceMs = trial === null ? PATIENCE_MS : Math.min(PATIENCE_IN_TRIAL_MS, trial.withinMs / PATIENCE_SHARE);
    this.#sessions = endpoints.map((endpoint) => this.#newSession(endpoint, patienceMs));
    this.#trial = trial === null ? null : new Trial(this.#trialOptions(trial, patienceMs));
  }

  /**
   * Connects and listens until the end; then closes every connection in order.
   *
   * @throws {PeerProblemError} when an address cannot be listened on.
   */
  async run(): Promise<PeerOutcome> {
    await this.#listen();
    await new Promise<void>((resolve) => {
      this.#settle = resolve;
      this.#start();
    });
    if (this.#error !== null) throw this.#error.thrown;
    return { record: this.#record, durationMs: this.#nowMs(), verdict: this.#trial?.verdict ?? null };
  }

  /** Ends the run; before the start it ends as soon as it starts. */
  quit(): void {
    if (this.#state === 'new') this.#state = 'quit';
    if (this.#state === 'running') this.#end();
  }

  /** The user says that the cable is being cut now. */
  cut(): void {
    this.#guarded(() => {
      if (this.#trial === null) this.#options.reporter.noTrial();
      this.#trial?.cut(this.#nowMs());
      this.#judge();
    });
  }

  async #listen(): Promise<void> {
    const { endpoints, transport } = this.#options;
    try {
      for (const address of listeningAddresses(endpoints)) {
        const listening = await transport.listen(address, (socket) => this.#sessionFor(address)?.accept(socket));
        this.#listenings = [...this.#listenings, listening];
      }
    } catch (error) {
      for (const listening of this.#listenings) listening.close();
      if (!(error instanceof ListenError)) throw error;
      const { address, code, message } = error;
      throw new PeerProblemError({ kind: 'cannot-listen', ...address, code, message });
    }
  }

  #start(): void {
    const isToQuit = this.#state === 'quit';
    this.#state = 'running';
    if (isToQuit) {
      this.#end();
      return;
    }
    const { forMs, clock } = this.#options;
    if (forMs !== null) this.#cancelLimit = clock.after(forMs, () => this.#end());
    for (const session of this.#sessions) session.start();
  }

  #end(): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#cancelLimit();
    this.#cancelVerdict();
    for (const listening of this.#listenings) listening.close();
    let left = this.#sessions.length;
    const done = (): void => {
      left--;
      if (left === 0) this.#settle();
    };
    for (const session of this.#sessions) session.stop(done);
  }

  /** Events have no caller to throw to: an error of the reporter ends the run. */
  #guarded(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#error ??= { thrown: error };
      this.quit();
    }
  }

  #take(event: SocketEvent): void {
    this.#record.take(event);
    const ageMs = event.kind === 'failed' ? 0 : this.#record.ageMs(event.connection, event.atMs);
    this.#options.reporter.event(event, ageMs);
    this.#trial?.take(event);
    if (event.kind === 'silent' && this.#trial?.isUnderTest(event) !== true) this.#giveUp(event);
    this.#judge();
  }

  #giveUp({ socket, connection }: { readonly socket: number; readonly connection: number }): void {
    this.#sessions.find(({ endpoint }) => endpoint.socket.number === socket)?.giveUp(connection);
  }

  /** The session that gets a new connection: one that waits for it, or the one that has heard nothing for longest. */
  #sessionFor({ host, port }: TcpAddress): SocketSession | undefined {
    const sessions = this.#sessions.filter(
      ({ endpoint }) => endpoint.socket.client !== null && endpoint.host === host && endpoint.port === port,
    );
    return sessions.find(({ isFree }) => isFree) ?? sessions.sort((a, b) => a.heardMs - b.heardMs)[0];
  }

  /** Reports a verdict once and ends; calls itself again when time alone may bring one. */
  #judge(): void {
    if (this.#trial === null) return;
    const nowMs = this.#nowMs();
    this.#trial.due(nowMs);
    this.#cancelVerdict();
    const { verdict, nextMs } = this.#trial;
    if (nextMs !== null) {
      const waitMs = Math.max(1, nextMs - nowMs);
      this.#cancelVerdict = this.#options.clock.after(waitMs, () => this.#guarded(() => this.#judge()));
    }
    if (verdict === null || this.#isJudged) return;
    this.#isJudged = true;
    this.#options.reporter.verdict(verdict, nowMs);
    this.quit();
  }

  #newSession(endpoint: Endpoint, patienceMs: number): SocketSession {
    const { clock, echoEveryMs, transport, trial } = this.#options;
    return new SocketSession({
      ...{ endpoint, transport, conversation: { echoEveryMs, patienceMs } },
      pauseMs: trial === null ? RETRY_MS : RETRY_IN_TRIAL_MS,
      clock: { nowMs: () => this.#nowMs(), after: clock.after },
      nextNumber: () => ++this.#connections,
      report: (event) => this.#guarded(() => this.#take(event)),
    });
  }

  #trialOptions(trial: NonNullable<PeerProgramOptions['trial']>, patienceMs: number): TrialOptions {
    const { outage, withinMs } = trial;
    const each = (act: (session: SocketSession) => void) => () => this.#sessions.forEach(act);
    return {
      ...{ outage, withinMs, patienceMs, echoes: this.#options.echoEveryMs !== null },
      sockets: this.#sessions.map(({ endpoint }) => endpoint.socket.number),
      detach: each((session) => session.detach()),
      reattach: each((session) => session.reattach()),
      goSilent: each((session) => session.goSilent()),
      report: (step) => this.#options.reporter.step(step),
    };
  }

  #nowMs(): number {
    return this.#options.clock.nowMs() - this.#startMs;
  }
}

/** Each address of an endpoint where the peer listens, once. */
function listeningAddresses(endpoints: readonly Endpoint[]): readonly TcpAddress[] {
  const clients = endpoints.filter(({ socket }) => socket.client !== null);
  return [...new Map(clients.map(({ host, port }) => [`${host}:${port}`, { host, port }])).values()];
}
