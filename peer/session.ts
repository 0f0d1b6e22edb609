import type { Io } from '../generator/cli/io.ts';
import { LONGEST_TIMER_MS } from './connection.ts';
import type { PeerEvent } from './events.ts';
import { listenForLines } from './keys.ts';
import { Line } from './line.ts';
import { Listener } from './listener.ts';
import type { Place } from './places.ts';
import { PeerRecord } from './record.ts';
import type { Telling } from './telling.ts';
import { Trial, type TrialOptions } from './trial.ts';
import type { Verdict } from './verdict.ts';
import { stepText, verdictText } from './words.ts';

export interface PeerOptions {
  readonly places: readonly Place[];
  readonly io: Io;
  readonly telling: Telling;
  /** Null: no payload is sent, and none is waited for. */
  readonly echoEveryMs: number | null;
  /** Null: until the user ends it. */
  readonly forMs: number | null;
  /** Null: no acceptance test. */
  readonly trial: null | (Pick<TrialOptions, 'outage' | 'withinMs'> & { readonly boundMs: number });
}

export interface PeerOutcome {
  readonly record: PeerRecord;
  readonly durationMs: number;
  /** Null without a test, and when it was ended before there was one. */
  readonly verdict: Verdict | null;
}

const RETRY_MS = 1000;
const RETRY_IN_TRIAL_MS = 500;
/** No board on a bench takes as long for an echo. */
const PATIENCE_MS = 10_000;
const PATIENCE_IN_TRIAL_MS = 3000;
/** Of the time allowed, so that silence is noticed long before it is over. */
const PATIENCE_SHARE = 4;

/** Plays the far side of a device until somebody ends it, its time is over, or a verdict is there. */
export async function runPeer(options: PeerOptions): Promise<PeerOutcome> {
  const session = new PeerSession(options);
  const keys = listenForLines(options.io, { onCut: () => session.cut(), onQuit: () => session.quit() });
  try {
    return await session.run();
  } finally {
    keys.close();
  }
}

class PeerSession {
  readonly #options: PeerOptions;
  readonly #record = new PeerRecord();
  readonly #lines: readonly Line[];
  readonly #trial: Trial | null;
  readonly #startMs = performance.now();
  readonly #over: Promise<void>;
  #end: () => void = () => {};
  #break: (error: unknown) => void = () => {};
  #verdictTimer: NodeJS.Timeout | undefined;
  #connections = 0;

  constructor(options: PeerOptions) {
    this.#options = options;
    const { places, trial, echoEveryMs } = options;
    this.#over = new Promise((resolve, reject) => {
      this.#end = resolve;
      this.#break = reject;
    });
    this.#over.catch(() => {}); // before anybody waits for it
    const patienceMs = trial === null ? PATIENCE_MS : Math.min(PATIENCE_IN_TRIAL_MS, trial.withinMs / PATIENCE_SHARE);
    this.#lines = places.map(
      (place) =>
        new Line({
          ...{ place, talk: { echoEveryMs, patienceMs }, pauseMs: trial === null ? RETRY_MS : RETRY_IN_TRIAL_MS },
          nowMs: () => this.#nowMs(),
          number: () => ++this.#connections,
          tell: (event) => this.#guarded(() => this.#take(event)),
        }),
    );
    this.#trial = trial === null ? null : new Trial(this.#trialOptions(trial, patienceMs));
  }

  async run(): Promise<PeerOutcome> {
    const { forMs } = this.#options;
    const limit = forMs === null ? undefined : setTimeout(this.#end, Math.min(LONGEST_TIMER_MS, forMs));
    const listeners: Listener[] = [];
    try {
      for (const [host, port] of listeningPlaces(this.#options.places)) {
        listeners.push(await Listener.open(host, port, (socket) => this.#lineFor(host, port)?.take(socket)));
      }
      for (const line of this.#lines) line.start();
      await this.#over;
    } finally {
      clearTimeout(limit);
      clearTimeout(this.#verdictTimer);
      for (const listener of listeners) listener.close();
      await Promise.all(this.#lines.map((line) => line.stop()));
    }
    return { record: this.#record, durationMs: this.#nowMs(), verdict: this.#trial?.verdict ?? null };
  }

  quit(): void {
    this.#end();
  }

  cut(): void {
    this.#guarded(() => {
      if (this.#trial === null) this.#options.telling.remark('nothing is tested: --expect-within S makes this a test');
      this.#trial?.cut(this.#nowMs());
      this.#judge();
    });
  }

  /** What is done when something happens has nobody to throw to; a full disk behind stdout ends the peer. */
  #guarded(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#break(error);
    }
  }

  #take(event: PeerEvent): void {
    const { telling } = this.#options;
    this.#record.take(event);
    const stoodMs = event.kind === 'failed' ? 0 : this.#record.stoodMs(event.connection, event.atMs);
    telling.take(event, stoodMs);
    this.#trial?.take(event);
    if (event.kind === 'silent' && this.#trial?.concerns(event) !== true) this.#giveUp(event);
    this.#judge();
  }

  #giveUp({ socket, connection }: { readonly socket: number; readonly connection: number }): void {
    this.#lines.find(({ place }) => place.socket.number === socket)?.giveUp(connection);
  }

  /** A line that waits for the device, or the one that has not heard of it for longest. */
  #lineFor(host: string, port: number): Line | undefined {
    const lines = this.#lines.filter(
      ({ place }) => place.socket.client !== null && place.host === host && place.port === port,
    );
    return lines.find(({ isFree }) => isFree) ?? lines.sort((a, b) => a.heardMs - b.heardMs)[0];
  }

  /** Ends with a verdict, and comes back when time alone may bring one. */
  #judge(): void {
    const { trial, telling } = this.#options;
    if (this.#trial === null || trial === null) return;
    const nowMs = this.#nowMs();
    this.#trial.due(nowMs);
    clearTimeout(this.#verdictTimer);
    const { verdict, nextMs } = this.#trial;
    if (nextMs !== null) {
      const waitMs = Math.max(1, Math.min(LONGEST_TIMER_MS, nextMs - nowMs));
      this.#verdictTimer = setTimeout(() => this.#guarded(() => this.#judge()), waitMs);
    }
    if (verdict === null || this.#isJudged) return;
    this.#isJudged = true;
    telling.say(nowMs, verdictText(verdict, trial.outage, trial.withinMs), verdict.ok ? 'good' : 'bad');
    this.#end();
  }
  #isJudged = false;

  #trialOptions(trial: NonNullable<PeerOptions['trial']>, patienceMs: number): TrialOptions {
    const { outage, withinMs, boundMs } = trial;
    const each = (act: (line: Line) => void) => () => this.#lines.forEach(act);
    return {
      ...{ outage, withinMs, patienceMs, echoes: this.#options.echoEveryMs !== null },
      sockets: this.#lines.map(({ place }) => place.socket.number),
      setAside: each((line) => line.setAside()),
      restore: each((line) => line.restore()),
      hush: each((line) => line.hush()),
      told: (step) => this.#options.telling.say(step.atMs, stepText(step, outage, boundMs, withinMs)),
    };
  }

  #nowMs(): number {
    return performance.now() - this.#startMs;
  }
}

/** Each address and port to listen on once. */
function listeningPlaces(places: readonly Place[]): readonly (readonly [string, number])[] {
  const clients = places.filter(({ socket }) => socket.client !== null);
  return [...new Map(clients.map(({ host, port }) => [`${host}:${port}`, [host, port] as const])).values()];
}
