/**
 * What the user sees of an outage under test: one line that is rewritten each second. Without a terminal it is one line
 * at the start, and one when the user's task changes.
 */
import type { ConnectFailure } from '../../../peer/connections/events.ts';
import type { OutageMoment, TrialTerms } from '../../../peer/trial/verdict.ts';
import { attemptsText, awaitedAt, type WaitsFor, waitingText } from '../../../peer/words/waiting.ts';
import type { StatusLine } from '../terminal/status-line.ts';

export interface OutageProgressOptions {
  readonly terms: TrialTerms;
  /** Undefined: no terminal. */
  readonly status: StatusLine | undefined;
  readonly print: (atMs: number, text: string) => void;
  /** A line with its time, as `print` shows it. */
  readonly lineOf: (atMs: number, text: string) => string;
}

export class OutageProgress {
  readonly #options: OutageProgressOptions;
  readonly #failures = new Map<ConnectFailure, number>();
  #awaited: WaitsFor | null = null;

  constructor(options: OutageProgressOptions) {
    this.#options = options;
  }

  waiting(moment: OutageMoment): void {
    const { status, terms, print, lineOf } = this.#options;
    const text = waitingText(moment, terms);
    const awaited = awaitedAt(moment, terms);
    if (status !== undefined) status.show(lineOf(moment.atMs, text));
    else if (awaited !== this.#awaited) print(moment.atMs, text);
    this.#awaited = awaited;
  }

  /** Counts a failed attempt to connect; returns whether it is the first one of this outage. */
  failed(reason: ConnectFailure): boolean {
    const isFirst = this.#failures.size === 0;
    this.#failures.set(reason, (this.#failures.get(reason) ?? 0) + 1);
    return isFirst;
  }

  /** The outage is over. */
  end(atMs: number): void {
    this.#options.status?.clear();
    if (this.#failures.size > 0) this.#options.print(atMs, attemptsText(this.#failures));
  }
}
