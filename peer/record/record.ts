/** What has happened so far, connection by connection: `peer --json` prints it, the summary is made of it. */
import type { CloseReason, SocketEvent } from '../connections/events.ts';
import { type RoundTrips, rounded, withRoundTrip } from './round-trips.ts';

export interface ConnectionSummary {
  readonly socket: number;
  readonly local: string;
  readonly remote: string;
  readonly connectedMs: number;
  /** Null while it is open. */
  readonly endedMs: number | null;
  readonly reason: CloseReason | null;
  readonly heartbeats: number;
  readonly questions: number;
  /** Data of the device's application that is not an echo. */
  readonly bytes: number;
  readonly roundTrips: RoundTrips | null;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Collects events. Of a long run it keeps the last {@link MOST_CONNECTIONS} connections. */
export class PeerRecord {
  readonly #byNumber = new Map<number, Mutable<ConnectionSummary>>();
  #roundTrips: RoundTrips | null = null;
  #count = 0;
  readonly #closes = new Map<CloseReason, number>();

  take(event: SocketEvent): void {
    if (event.kind === 'failed') return;
    if (event.kind === 'connected') {
      this.#count++;
      this.#byNumber.set(event.connection, opened(event));
      const oldest = this.#byNumber.keys().next().value;
      if (this.#byNumber.size > MOST_CONNECTIONS && oldest !== undefined) this.#byNumber.delete(oldest);
      return;
    }
    if (event.kind === 'ended') this.#closes.set(event.reason, (this.#closes.get(event.reason) ?? 0) + 1);
    if (event.kind === 'echo') this.#roundTrips = withRoundTrip(this.#roundTrips, event.roundTripMs);
    const record = this.#byNumber.get(event.connection);
    if (record !== undefined) add(record, event);
  }

  /** How long a connection has been open at `atMs`. */
  ageMs(connection: number, atMs: number): number {
    return atMs - (this.#byNumber.get(connection)?.connectedMs ?? atMs);
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
    return [...this.#byNumber.values()].map((record) => ({
      ...record,
      connectedMs: rounded(record.connectedMs),
      endedMs: record.endedMs === null ? null : rounded(record.endedMs),
      roundTrips: record.roundTrips && roundedTrips(record.roundTrips),
    }));
  }
}

const MOST_CONNECTIONS = 10_000;

function opened(event: Extract<SocketEvent, { kind: 'connected' }>): Mutable<ConnectionSummary> {
  const { socket, local, remote, atMs } = event;
  const counts = { heartbeats: 0, questions: 0, bytes: 0, roundTrips: null };
  return { socket, local, remote, connectedMs: atMs, endedMs: null, reason: null, ...counts };
}

function add(record: Mutable<ConnectionSummary>, event: SocketEvent): void {
  switch (event.kind) {
    case 'heartbeat':
      record.heartbeats++;
      break;
    case 'question':
      record.questions++;
      break;
    case 'data':
      record.bytes += event.bytes;
      break;
    case 'echo':
      record.roundTrips = withRoundTrip(record.roundTrips, event.roundTripMs);
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
