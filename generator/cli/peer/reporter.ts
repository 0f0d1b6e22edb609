/** What the user sees of a running peer: a line for each event, and one for the wait during an outage under test. */
import type { ConnectFailure, SocketEvent } from '../../../peer/connections/events.ts';
import type { PeerReporter } from '../../../peer/reporter.ts';
import type { TrialTerms } from '../../../peer/trial/verdict.ts';
import { type EventLine, eventLine, secondsText } from '../../../peer/words/events.ts';
import { NO_TRIAL, stepText, verdictText } from '../../../peer/words/trial.ts';
import type { Io } from '../io.ts';
import { OutageProgress } from './outage-progress.ts';

const TIME_WIDTH = 11;
const COLOURS = { plain: null, good: 'green', bad: 'red' } as const;

/** With `json` only the steps and the verdict of a test are printed, to stderr. `terms` is null without a test. */
export function createPeerReporter(io: Io, json: boolean, terms: TrialTerms | null): PeerReporter {
  const lineOf = (atMs: number, text: string): string => `${secondsText(atMs).padStart(TIME_WIDTH)}  ${text}`;
  const print = (atMs: number, text: string, tone: EventLine['tone'] = 'plain'): void => {
    const colour = COLOURS[tone];
    const time = io.paint('out', 'dim', lineOf(atMs, ''));
    io.out(`${time}${colour === null ? text : io.paint('out', colour, text)}`);
  };
  const printOfTest: typeof print = (atMs, text, tone) => (json ? io.err(text) : print(atMs, text, tone));
  const failing = new Map<number, ConnectFailure>();
  let outage: OutageProgress | null = null;
  const endOutage = (atMs: number): void => {
    outage?.end(atMs);
    outage = null;
  };

  /** Attempts that fail for the same reason again and again are printed once; during an outage the first one alone. */
  const isNews = (event: SocketEvent): boolean => {
    if (event.kind === 'connected') failing.delete(event.socket);
    if (event.kind !== 'failed') return true;
    const isRepeated = failing.get(event.socket) === event.reason;
    failing.set(event.socket, event.reason);
    return outage === null ? !isRepeated : outage.failed(event.reason);
  };
  return {
    event: (event, ageMs) => {
      const isToPrint = isNews(event) && !json;
      const line = isToPrint ? eventLine(event, ageMs) : null;
      // That connections fail is what an outage under test is for.
      if (line !== null) print(event.atMs, line.text, outage !== null && line.tone === 'bad' ? 'plain' : line.tone);
    },
    step: (step) => {
      if (terms === null) return;
      if (step.kind === 'resumed') endOutage(step.atMs);
      printOfTest(step.atMs, stepText(step, terms));
      const status = json ? undefined : io.status;
      if (step.kind === 'outage') outage = new OutageProgress({ terms, status, print: printOfTest, lineOf });
    },
    waiting: (moment) => outage?.waiting(moment),
    verdict: (verdict, atMs) => {
      if (terms === null) return;
      endOutage(atMs);
      printOfTest(atMs, verdictText(verdict, terms), verdict.ok ? 'good' : 'bad');
    },
    noTrial: () => (json ? io.err : io.out)(NO_TRIAL),
  };
}
