/** The far side of a device, from the first connection to the last. */
import type { Endpoint } from './connections/endpoint.ts';
import type { SocketEvent } from './connections/events.ts';
import { listenForClients } from './connections/listen.ts';
import { SocketSession } from './connections/socket-session.ts';
import type { Cancel, PeerClock } from './environment/clock.ts';
import type { TcpAddress, Transport } from './environment/transport.ts';
import { PeerRecord } from './record/record.ts';
import type { PeerReporter } from './reporter.ts';
import { TimedTrial } from './trial/timed-trial.ts';
import type { TrialTerms, TrialVerdict } from './trial/verdict.ts';

export interface PeerProgramOptions {
  readonly endpoints: readonly Endpoint[];
  readonly reporter: PeerReporter;
  readonly clock: PeerClock;
  readonly transport: Transport;
  /** From one echo, or round of a dialogue, to the next; null: none are begun. */
  readonly echoEveryMs: number | null;
  /** Null: until {@link PeerProgram.quit}. */
  readonly forMs: number | null;
  /** Null: no acceptance test. */
  readonly trial: TrialTerms | null;
}

export interface PeerOutcome {
  readonly record: PeerRecord;
  readonly durationMs: number;
  /** Null without a test, and when the peer ended before there was a verdict. */
  readonly verdict: TrialVerdict | null;
}

export interface EndHandlers {
  ended(outcome: PeerOutcome): void;
  /** @param error what the reporter has thrown. */
  failed(error: unknown): void;
}

/** What a device that works sends, so that it can be judged; null: nothing. */
function answerOf({ farSide: { traffic } }: Endpoint, speaks: boolean): 'echo' | 'answer' | null {
  if (traffic.kind === 'echo') return speaks ? 'echo' : null;
  if (traffic.kind === 'none') return null;
  return traffic.hearsFirst || (traffic.isAnswered && speaks) ? 'answer' : null;
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
  /** With times since the start. */
  readonly #clock: PeerClock;
  readonly #record: PeerRecord;
  readonly #sessions: readonly SocketSession[];
  readonly #trial: TimedTrial | null;
  #state: 'new' | 'quit' | 'running' | 'ended' = 'new';
  #stopListening: () => void = () => {};
  #cancelLimit: Cancel = () => {};
  #handlers: EndHandlers | null = null;
  #error: { readonly thrown: unknown } | null = null;
  #connections = 0;

  constructor(options: PeerProgramOptions) {
    this.#options = options;
    const { endpoints, trial, clock } = options;
    this.#record = new PeerRecord(endpoints[0]?.farSide.repeated ?? []);
    const startMs = clock.nowMs();
    this.#clock = {
      nowMs: () => clock.nowMs() - startMs,
      after: (delayMs, run) => clock.after(delayMs, () => this.#guarded(run)),
    };
    const patienceMs = trial === null ? PATIENCE_MS : Math.min(PATIENCE_IN_TRIAL_MS, trial.withinMs / PATIENCE_SHARE);
    this.#sessions = endpoints.map((endpoint) => this.#newSession(endpoint, patienceMs));
    this.#trial = trial === null ? null : this.#newTrial(trial, patienceMs);
  }

  /** As {@link listen} and {@link start} in one. */
  async run(): Promise<PeerOutcome> {
    await this.listen();
    return new Promise((ended, failed) => this.start({ ended, failed }));
  }

  /**
   * Opens the ports for the device's clients. To be called before `start`.
   *
   * @throws {ListenError} when an address cannot be listened on.
   */
  async listen(): Promise<void> {
    const { endpoints, transport } = this.#options;
    this.#stopListening = await listenForClients(endpoints, transport, (socket, at) =>
      this.#sessionFor(at)?.accept(socket),
    );
  }

  /** Connects to the device's servers. Calls one of the handlers when every connection has been closed in order. */
  start(handlers: EndHandlers): void {
    this.#handlers = handlers;
    const isToQuit = this.#state === 'quit';
    this.#state = 'running';
    if (isToQuit) {
      this.#end();
      return;
    }
    const { forMs } = this.#options;
    if (forMs !== null) this.#cancelLimit = this.#clock.after(forMs, () => this.#end());
    for (const session of this.#sessions) session.start();
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
      this.#trial?.cut();
    });
  }

  #end(): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#cancelLimit();
    this.#trial?.stop();
    this.#stopListening();
    let left = this.#sessions.length;
    const done = (): void => {
      left--;
      if (left === 0) this.#settle();
    };
    for (const session of this.#sessions) session.stop(done);
  }

  #settle(): void {
    const verdict = this.#trial?.verdict ?? null;
    if (this.#error !== null) this.#handlers?.failed(this.#error.thrown);
    else this.#handlers?.ended({ record: this.#record, durationMs: this.#clock.nowMs(), verdict });
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
    this.#trial?.judge();
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

  #newSession(endpoint: Endpoint, patienceMs: number): SocketSession {
    const { echoEveryMs, transport, trial } = this.#options;
    return new SocketSession({
      ...{ endpoint, transport, clock: this.#clock, conversation: { echoEveryMs, patienceMs } },
      pauseMs: trial === null ? RETRY_MS : RETRY_IN_TRIAL_MS,
      nextNumber: () => ++this.#connections,
      report: (event) => this.#guarded(() => this.#take(event)),
    });
  }

  #newTrial(trial: NonNullable<PeerProgramOptions['trial']>, patienceMs: number): TimedTrial {
    const { echoEveryMs, endpoints, reporter } = this.#options;
    const byNumber = new Map(endpoints.map((it) => [it.socket.number, answerOf(it, echoEveryMs !== null)]));
    const answers = (socket: number) => byNumber.get(socket) ?? null;
    const each = (act: (session: SocketSession) => void) => () => this.#sessions.forEach(act);
    return new TimedTrial({
      ...{ ...trial, patienceMs, answers },
      sockets: this.#sessions.map(({ endpoint }) => endpoint.socket.number),
      clients: this.#sessions.flatMap(({ endpoint: { socket } }) => (socket.client === null ? [] : [socket.number])),
      detach: each((session) => session.detach()),
      reattach: each((session) => session.reattach()),
      goSilent: each((session) => session.goSilent()),
      report: (step) => reporter.step(step),
      onWaiting: (moment) => reporter.waiting(moment),
      clock: this.#clock,
      onVerdict: (verdict, atMs) => {
        reporter.verdict(verdict, atMs);
        this.quit();
      },
    });
  }
}
