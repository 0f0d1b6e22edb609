/** What has happened so far, connection by connection: `peer --json` prints it, the summary is made of it. */
import { type CloseReason, closingMessageOf, type SocketEvent } from '../connections/events.ts';
import { type RoundTrips, rounded, withRoundTrip } from './round-trips.ts';

export interface ConnectionSummary {
  readonly socket: number;
  readonly local: string;
  readonly remote: string;
  readonly connectedMs: number;
  /** Null while it is open. */
  readonly endedMs: number | null;
  /** The name of the device's message, where one closed the connection. */
  readonly reason: string | null;
  /** How often the device sent each of the messages that are counted. */
  readonly messages: Readonly<Record<string, number>>;
  /** Data of the device's application that is not an echo. */
  readonly bytes: number;
  /** How many of its answers were not as the dialogue says. */
  readonly answersDiffering: number;
  readonly roundTrips: RoundTrips | null;
}

/** What is kept of a connection. */
interface Kept {
  readonly opened: Extract<SocketEvent, { kind: 'connected' }>;
  readonly counts: Map<string, number>;
  endedMs: number | null;
  reason: CloseReason | null;
  bytes: number;
  differing: number;
  roundTrips: RoundTrips | null;
}

/** Collects events. Of a long run it keeps the last {@link MOST_CONNECTIONS} connections. */
export class PeerRecord {
  readonly #byNumber = new Map<number, Kept>();
  readonly #counted: readonly string[];
  #roundTrips: RoundTrips | null = null;
  #count = 0;
  readonly #closes = new Map<CloseReason, number>();

  /** @param counted names of the messages to be counted */
  constructor(counted: readonly string[]) {
    this.#counted = counted;
  }

  take(event: SocketEvent): void {
    if (event.kind === 'failed') return;
    if (event.kind === 'connected') {
      this.#count++;
      this.#byNumber.set(event.connection, opened(event, this.#counted));
      const oldest = this.#byNumber.keys().next().value;
      if (this.#byNumber.size > MOST_CONNECTIONS && oldest !== undefined) this.#byNumber.delete(oldest);
      return;
    }
    if (event.kind === 'ended') this.#closes.set(event.reason, (this.#closes.get(event.reason) ?? 0) + 1);
    const roundTripMs = roundTripOf(event);
    if (roundTripMs !== null) this.#roundTrips = withRoundTrip(this.#roundTrips, roundTripMs);
    const record = this.#byNumber.get(event.connection);
    if (record !== undefined) add(record, event);
  }

  /** How long a connection has been open at `atMs`. */
  ageMs(connection: number, atMs: number): number {
    return atMs - (this.#byNumber.get(connection)?.opened.atMs ?? atMs);
  }

  /** Of all connections, including those that are no longer kept. */
  get count(): number {
    return this.#count;
  }

  get roundTrips(): RoundTrips | null {
    return this.#roundTrips && roundedTrips(this.#roundTrips);
  }

  /** How many connections ended for each reason. */
  get closes(): ReadonlyMap<CloseReason, number> {
    return this.#closes;
  }

  get connections(): readonly ConnectionSummary[] {
    return [...this.#byNumber.values()].map(({ opened: { socket, local, remote, atMs }, ...kept }) => ({
      ...{ socket, local, remote },
      connectedMs: rounded(atMs),
      endedMs: kept.endedMs === null ? null : rounded(kept.endedMs),
      reason: kept.reason === null ? null : (closingMessageOf(kept.reason) ?? kept.reason),
      messages: Object.fromEntries(kept.counts),
      bytes: kept.bytes,
      answersDiffering: kept.differing,
      roundTrips: kept.roundTrips && roundedTrips(kept.roundTrips),
    }));
  }
}

const MOST_CONNECTIONS = 10_000;

function opened(event: Kept['opened'], counted: readonly string[]): Kept {
  const counts = new Map(counted.map((name) => [name, 0]));
  return { opened: event, counts, endedMs: null, reason: null, bytes: 0, differing: 0, roundTrips: null };
}

/** Null where nothing was measured. */
function roundTripOf(event: SocketEvent): number | null {
  return event.kind === 'echo' || event.kind === 'answer' ? event.roundTripMs : null;
}

function add(record: Kept, event: SocketEvent): void {
  switch (event.kind) {
    case 'message': {
      const count = record.counts.get(event.name);
      if (count !== undefined) record.counts.set(event.name, count + 1);
      break;
    }
    case 'data':
      record.bytes += event.bytes;
      break;
    case 'echo':
    case 'answer':
      if (event.roundTripMs !== null) record.roundTrips = withRoundTrip(record.roundTrips, event.roundTripMs);
      break;
    case 'answer-differs':
      record.differing++;
      break;
    case 'ended':
      record.endedMs = event.atMs;
      record.reason = event.reason;
      break;
    default:
  }
}

function roundedTrips({ count, minMs, meanMs, maxMs }: RoundTrips): RoundTrips {
  return { count, minMs: rounded(minMs), meanMs: rounded(meanMs), maxMs: rounded(maxMs) };
}
