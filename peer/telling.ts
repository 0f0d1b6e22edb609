/** What a user sees of a peer that runs: a line for each event. */

import type { Io } from '../generator/cli/io.ts';
import { NS_PER_MS } from '../simulator/clock.ts';
import { seconds } from '../simulator/words.ts';
import type { PeerEvent } from './events.ts';
import { lineOf, type ToldLine } from './words.ts';

const TIME_WIDTH = 11;
const COLOURS = { plain: null, good: 'green', bad: 'red' } as const;

export interface Telling {
  /** Something to know or to do, not bound to a time. */
  remark(text: string): void;
  say(atMs: number, text: string, tone?: ToldLine['tone']): void;
  take(event: PeerEvent, stoodMs: number): void;
}

/** With `json` only what must be known at once is said, on stderr. */
export function createTelling(io: Io, json: boolean): Telling {
  const print = (atMs: number, text: string, tone: ToldLine['tone'] = 'plain'): void => {
    const colour = COLOURS[tone];
    const time = io.paint('out', 'dim', seconds(Math.round(atMs) * NS_PER_MS).padStart(TIME_WIDTH));
    io.out(`${time}  ${colour === null ? text : io.paint('out', colour, text)}`);
  };
  const failing = new Map<number, string>();
  return {
    remark: (text) => (json ? io.err : io.out)(text),
    say: (atMs, text, tone) => (json ? io.err(text) : print(atMs, text, tone)),
    take: (event, stoodMs) => {
      if (json) return;
      const line = lineOf(event, stoodMs);
      // Attempts that fail for the same reason over and over are told once.
      const repeated = event.kind === 'failed' && failing.get(event.socket) === event.reason;
      if (event.kind === 'failed') failing.set(event.socket, event.reason);
      if (event.kind === 'connected') failing.delete(event.socket);
      if (line !== null && !repeated) print(event.atMs, line.text, line.tone);
    },
  };
}
