/** What `peer --json` prints, and the summary is made of. */
import type { Loss, PeerEvent } from './events.ts';
import { type RoundTrips, rounded, withRoundTrip } from './round-trips.ts';

export interface ConnectionRecord {
  readonly socket: number;
  readonly local: string;
  readonly remote: string;
  readonly connectedMs: number;
  /** Null while it stands; of the last ones that is the end of the peer. */
  readonly endedMs: number | null;
  readonly reason: Loss | null;
  readonly heartbeats: number;
  readonly questions: number;
  /** Of the device's application, beside echoes. */
  readonly bytes: number;
  readonly roundTrips: RoundTrips | null;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Takes events in, keeps what a summary needs. Long runs are remembered to the last {@link MOST_CONNECTIONS}. */
export class PeerRecord {
  readonly #byNumber = new Map<number, Mutable<ConnectionRecord>>();
  #roundTrips: RoundTrips | null = null;
  #count = 0;
  readonly #losses = new Map<Loss, number>();

  take(event: PeerEvent): void {
    if (event.kind === 'failed') return;
    if (event.kind === 'connected') {
      this.#count++;
      this.#byNumber.set(event.connection, begun(event));
      const oldest = this.#byNumber.keys().next().value;
      if (this.#byNumber.size > MOST_CONNECTIONS && oldest !== undefined) this.#byNumber.delete(oldest);
      return;
    }
    if (event.kind === 'ended') this.#losses.set(event.reason, (this.#losses.get(event.reason) ?? 0) + 1);
    if (event.kind === 'echo') this.#roundTrips = withRoundTrip(this.#roundTrips, event.roundTripMs);
    const record = this.#byNumber.get(event.connection);
    if (record !== undefined) add(record, event);
  }

  /** How long a connection has stood by then. */
  stoodMs(connection: number, atMs: number): number {
    return atMs - (this.#byNumber.get(connection)?.connectedMs ?? atMs);
  }

  /** Of all connections, also those that are no longer remembered. */
  get count(): number {
    return this.#count;
  }

  get roundTrips(): RoundTrips | null {
    return this.#roundTrips && roundedTrips(this.#roundTrips);
  }

  /** How many connections ended for each reason. */
  get losses(): ReadonlyMap<Loss, number> {
    return this.#losses;
  }

  get connections(): readonly ConnectionRecord[] {
    return [...this.#byNumber.values()].map((record) => ({
      ...record,
      connectedMs: rounded(record.connectedMs),
      endedMs: record.endedMs === null ? null : rounded(record.endedMs),
      roundTrips: record.roundTrips && roundedTrips(record.roundTrips),
    }));
  }
}

const MOST_CONNECTIONS = 10_000;

function begun(event: Extract<PeerEvent, { kind: 'connected' }>): Mutable<ConnectionRecord> {
  const { socket, local, remote, atMs } = event;
  const counts = { heartbeats: 0, questions: 0, bytes: 0, roundTrips: null };
  return { socket, local, remote, connectedMs: atMs, endedMs: null, reason: null, ...counts };
}

function add(record: Mutable<ConnectionRecord>, event: PeerEvent): void {
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
