/** Events of connections as sentences. */
import { NS_PER_MS } from '../../simulator/clock.ts';
import { countOf, socketsText, span, timeText } from '../../simulator/words.ts';
import type { Endpoint } from '../connections/endpoint.ts';
import { type CloseReason, type ConnectFailure, closingMessageOf, type SocketEvent } from '../connections/events.ts';
import type { PeerRecord } from '../record/record.ts';

const CLOSE_REASONS: Readonly<Record<string, string>> = {
  closed: 'closed by the device (FIN)',
  reset: 'reset by the device',
  'timed-out': 'timed out: no acknowledgement from the device',
  unreachable: 'the device is unreachable',
  silent: 'given up: no data from the device',
  replaced: 'the device opened a new connection',
  stopped: 'closed by this peer',
};

const CONNECT_FAILURES: Readonly<Record<ConnectFailure, string>> = {
  refused: 'connect refused: no free socket listens on this port',
  reset: 'connect reset by the device',
  'timed-out': 'connect timed out',
  unreachable: 'connect failed: the device is unreachable',
  'no-websocket': 'connect failed: the device answered, but did not accept the WebSocket',
};

export interface EventLine {
  readonly text: string;
  readonly tone: 'plain' | 'good' | 'bad';
}

/** @param ageMs how long the connection has been open. Null for received data, which is not worth a line. */
export function eventLine(event: SocketEvent, ageMs: number): EventLine | null {
  const line = (text: string, tone: EventLine['tone'] = 'plain'): EventLine => ({
    text: `socket ${event.socket}: ${text}`,
    tone,
  });
  switch (event.kind) {
    case 'connected':
      return line(`connected: ${event.local} to ${event.remote}`, 'good');
    case 'failed':
      return line(CONNECT_FAILURES[event.reason], 'bad');
    case 'ended':
      return event.reason === 'stopped'
        ? line(`connection ended after ${secondsText(ageMs)}: ${reasonText(event.reason)}`)
        : line(`connection lost after ${secondsText(ageMs)}: ${reasonText(event.reason)}`, 'bad');
    case 'silent':
      return line(`the device is silent: its ${event.missing} is overdue`, 'bad');
    case 'echo':
      return line(`echo after ${span(event.roundTripMs * NS_PER_MS)}`);
    case 'answer':
      return event.roundTripMs === null
        ? line('heard as the dialogue says')
        : line(`answer after ${span(event.roundTripMs * NS_PER_MS)}`);
    case 'answer-differs':
      return line(`answer-differs: ${event.text}`, 'bad');
    case 'message':
      return line(`${event.name} ${messageText(event.answered)}`);
    case 'data':
      return null;
  }
}

function messageText(answered: boolean | null): string {
  if (answered === null) return 'received';
  return answered ? 'answered' : 'not answered';
}

function reasonText(reason: CloseReason): string {
  const closingMessage = closingMessageOf(reason);
  return (closingMessage === null ? CLOSE_REASONS[reason] : `the device sent its ${closingMessage} message`) ?? reason;
}

/** Seconds with milliseconds, `41.250 s`. */
export function secondsText(ms: number): string {
  return timeText(Math.round(ms) * NS_PER_MS);
}

/** The addresses, a line each. */
export function endpointsText(endpoints: readonly Endpoint[]): string {
  const lines = new Set(
    endpoints.map(({ host, port, socket }) => {
      const same = endpoints.filter((other) => other.host === host && other.port === port);
      const sockets = socketsText(same.map((other) => other.socket.number));
      return socket.client === null
        ? `Connecting to ${host}:${port} (${sockets} of the device).`
        : `Listening on ${host}:${port} (for ${sockets} of the device).`;
    }),
  );
  return [...lines].join('\n');
}

export function summaryText({ closes, count, roundTrips }: PeerRecord): string {
  const reasons = [...closes].map(([reason, times]) => `${times} ${closingMessageOf(reason) ?? reason}`);
  const ends = reasons.length === 0 ? '' : ` (${reasons.join(', ')})`;
  const measured =
    roundTrips === null
      ? 'no round trip measured'
      : `${countOf(roundTrips.count, 'round trip')}: min ${roundTrips.minMs.toFixed(1)} ms, ` +
        `mean ${roundTrips.meanMs.toFixed(1)} ms, max ${roundTrips.maxMs.toFixed(1)} ms`;
  return `${countOf(count, 'connection')}${ends}; ${measured}.`;
}
