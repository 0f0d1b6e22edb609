/** What the peer tells, in sentences. */
import { NS_PER_MS } from '../simulator/clock.ts';
import { countOf, seconds, socketsText, span } from '../simulator/words.ts';
import type { Loss, PeerEvent, Refusal } from './events.ts';
import type { Place } from './places.ts';
import type { PeerRecord } from './record.ts';
import type { Outage, TrialStep, Verdict } from './verdict.ts';

const LOSSES: Readonly<Record<Loss, string>> = {
  closed: 'closed by the device (received length 0)',
  goodbye: 'the device said goodbye',
  reset: 'reset by the device',
  'timed-out': 'timed out: the device acknowledges nothing',
  unreachable: 'the device is out of reach',
  silent: 'given up: the device is silent',
  replaced: 'the device has connected anew',
  stopped: 'closed by this peer',
};

const REFUSALS: Readonly<Record<Refusal, string>> = {
  refused: 'refused: nobody listens there, or every socket is taken',
  reset: 'reset',
  'timed-out': 'no answer',
  unreachable: 'out of reach',
};

export interface ToldLine {
  readonly text: string;
  readonly tone: 'plain' | 'good' | 'bad';
}

/** A line for an event, or none for what comes all the time. */
export function lineOf(event: PeerEvent, stoodMs: number): ToldLine | null {
  const said = (text: string, tone: ToldLine['tone'] = 'plain'): ToldLine => ({
    text: `socket ${event.socket}: ${text}`,
    tone,
  });
  switch (event.kind) {
    case 'connected':
      return said(`connected, ${event.local} with ${event.remote}`, 'good');
    case 'failed':
      return said(`no connection: ${REFUSALS[event.reason]}`, 'bad');
    case 'ended':
      return event.reason === 'stopped'
        ? said(`ended after ${inSeconds(stoodMs)}: ${LOSSES.stopped}`)
        : said(`lost after ${inSeconds(stoodMs)}: ${LOSSES[event.reason]}`, 'bad');
    case 'silent':
      return said(`the device is silent: its ${event.missing} is overdue`, 'bad');
    case 'echo':
      return said(`echo after ${span(event.roundTripMs * NS_PER_MS)}`);
    case 'question':
      return said(event.answered ? 'question, answered' : 'question');
    case 'primer':
    case 'heartbeat':
    case 'goodbye':
      return said(event.kind);
    case 'data':
      return null;
  }
}

export function inSeconds(ms: number): string {
  return seconds(Math.round(ms) * NS_PER_MS);
}

export function summaryOf(record: PeerRecord): string {
  const losses = [...record.losses].map(([reason, count]) => `${count} ${reason}`);
  const ends = losses.length === 0 ? '' : ` (${losses.join(', ')})`;
  const trips = record.roundTrips;
  const measured =
    trips === null
      ? 'no round trip was measured'
      : `${countOf(trips.count, 'round trip')}, ${trips.minMs.toFixed(1)} ms at least, ` +
        `${trips.meanMs.toFixed(1)} ms on average, ${trips.maxMs.toFixed(1)} ms at most`;
  return `${countOf(record.count, 'connection')}${ends}; ${measured}.`;
}

export function beginningOf(places: readonly Place[]): string {
  const lines = new Set(
    places.map(({ host, port, socket }) => {
      const same = places.filter((other) => other.host === host && other.port === port);
      const sockets = socketsText(same.map((other) => other.socket.number));
      return socket.client === null
        ? `Connecting to ${host}:${port} (${sockets} of the device).`
        : `Listening on ${host}:${port} (for ${sockets} of the device).`;
    }),
  );
  return [...lines].join('\n');
}

/** What the user must know and do in an acceptance test. */
export function trialBeginningOf(outage: Outage, boundMs: number, withinMs: number): string {
  const what = outage === 'cable' ? 'a cut cable' : 'a peer that falls silent';
  const bound = `The plan's bound for ${what} is ${inSeconds(boundMs)}; ${inSeconds(withinMs)} are allowed.`;
  return withinMs < boundMs ? `${bound} A board that does as planned may fail this.` : bound;
}

export function stepText(step: TrialStep, outage: Outage, boundMs: number, withinMs: number): string {
  switch (step.kind) {
    case 'armed':
      return outage === 'silence'
        ? 'armed'
        : 'armed: press Enter and pull the cable of the device' +
            `; put it back ${boundMs < withinMs ? `${inSeconds(boundMs)} later, ` : ''}before ${inSeconds(withinMs)} have passed`;
    case 'not-armed':
      return 'nothing to cut yet: not every connection works';
    case 'outage':
      if (outage === 'silence') return 'this peer falls silent from now on; only its kernel answers';
      return step.by === 'word' ? 'cut' : `silence: counted from the last sign of life, at ${inSeconds(step.fromMs)}`;
    case 'resumed':
      return `the same connection goes on after ${inSeconds(step.afterMs)}: no outage that counts`;
  }
}

export function verdictText(verdict: Verdict, outage: Outage, withinMs: number): string {
  if (verdict.ok) {
    const what = outage === 'cable' ? 'a new connection works' : 'the device ended the connection';
    return `PASS: ${what} ${inSeconds(verdict.tookMs)} after the outage began, ${inSeconds(withinMs)} are allowed`;
  }
  const after = inSeconds(verdict.afterMs);
  switch (verdict.why) {
    case 'revived':
      return `FAIL: the old connection was alive ${after} after the cut: the cable was back before the device gave it up`;
    case 'refused':
      return `FAIL: the device still refused a new connection ${after} after the cut: it had not given up the old one`;
    case 'no-echo':
      return `FAIL: there is a new connection, but nothing came back on it in ${inSeconds(withinMs)}`;
    case 'no-sign':
      return `FAIL: nothing was heard of the device for ${after} after the cut; was the cable back in time?`;
    case 'not-ended':
      return `FAIL: the device still held the connection ${after} after this peer fell silent`;
  }
}
