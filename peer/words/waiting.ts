/** What the user is to do during an outage, and how long it still takes, in sentences. */
import { MS_PER_S } from '../../values/time.ts';
import type { ConnectFailure } from '../connections/events.ts';
import { type OutageMoment, reconnectAfterMs, type TrialTerms } from '../trial/verdict.ts';

/** What an outage waits for: the user, the device after that, or the device alone. */
export type WaitsFor = 'detection' | 'cable' | 'end';

export function awaitedAt({ atMs, fromMs }: OutageMoment, terms: TrialTerms): WaitsFor {
  if (terms.outage === 'silence') return 'end';
  return atMs - fromMs < reconnectAfterMs(terms) ? 'detection' : 'cable';
}

/** The line that is rewritten each second. */
export function waitingText(moment: OutageMoment, terms: TrialTerms): string {
  const outageMs = moment.atMs - moment.fromMs;
  const left = wholeSeconds(terms.withinMs - outageMs);
  switch (awaitedAt(moment, terms)) {
    case 'detection':
      return `leave the cable disconnected; reconnect it in ${wholeSeconds(reconnectAfterMs(terms) - outageMs)}`;
    case 'cable':
      return `reconnect the cable now; a new connection must work within ${left}`;
    case 'end':
      return `waiting for the device to end the connection, at most ${left}`;
  }
}

function wholeSeconds(ms: number): string {
  return `${Math.max(0, Math.ceil(ms / MS_PER_S))} s`;
}

const FAILURES: Readonly<Record<ConnectFailure, string>> = {
  refused: 'refused',
  reset: 'reset',
  'timed-out': 'timed out',
  unreachable: 'unreachable',
  'no-websocket': 'without a WebSocket',
};

/** How the attempts to connect have failed, with the number of each. */
export function attemptsText(failures: ReadonlyMap<ConnectFailure, number>): string {
  const counts = [...failures].map(([reason, count]) => `${count} ${FAILURES[reason]}`);
  return `failed attempts to connect: ${counts.join(', ')}`;
}
