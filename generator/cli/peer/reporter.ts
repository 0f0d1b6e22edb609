/** What the user sees of a running peer: a line for each event. */
import type { PeerReporter } from '../../../peer/reporter.ts';
import type { TrialTerms } from '../../../peer/trial/verdict.ts';
import { type EventLine, eventLine, secondsText } from '../../../peer/words/events.ts';
import { NO_TRIAL, stepText, verdictText } from '../../../peer/words/trial.ts';
import type { Io } from '../io.ts';

const TIME_WIDTH = 11;
const COLOURS = { plain: null, good: 'green', bad: 'red' } as const;

/** With `json` only the steps and the verdict of a test are printed, to stderr. `terms` is null without a test. */
export function createPeerReporter(io: Io, json: boolean, terms: TrialTerms | null): PeerReporter {
  const print = (atMs: number, text: string, tone: EventLine['tone'] = 'plain'): void => {
    const colour = COLOURS[tone];
    const time = io.paint('out', 'dim', secondsText(atMs).padStart(TIME_WIDTH));
    io.out(`${time}  ${colour === null ? text : io.paint('out', colour, text)}`);
  };
  const printOfTest: typeof print = (atMs, text, tone) => (json ? io.err(text) : print(atMs, text, tone));
  const failing = new Map<number, string>();
  return {
    event: (event, ageMs) => {
      if (json) return;
      const line = eventLine(event, ageMs);
      // Attempts that fail for the same reason again and again are printed once.
      const isRepeated = event.kind === 'failed' && failing.get(event.socket) === event.reason;
      if (event.kind === 'failed') failing.set(event.socket, event.reason);
      if (event.kind === 'connected') failing.delete(event.socket);
      if (line !== null && !isRepeated) print(event.atMs, line.text, line.tone);
    },
    step: (step) => {
      if (terms !== null) printOfTest(step.atMs, stepText(step, terms));
    },
    verdict: (verdict, atMs) => {
      if (terms !== null) printOfTest(atMs, verdictText(verdict, terms), verdict.ok ? 'good' : 'bad');
    },
    noTrial: () => (json ? io.err : io.out)(NO_TRIAL),
  };
}
