/** The bytes that an echoing device must send back to a peer; messages of the spec's protocol are left out. */
import type { FarSide, StreamReader } from '../../../contract/far-side.ts';
import { GrowingBytes, joined } from '../../bytes.ts';
import { type Nanos, NS_PER_MS, NS_PER_S } from '../../clock.ts';

/** The echo of data that the peer's application sends by itself, without a step of the scenario, may take this long. */
const UNDER_WAY_NS = NS_PER_S;
/** Where the device looks seldom: one poll takes the data, behind one that waits for a message of its own to be acknowledged. */
const POLLS_UNDER_WAY = 3;

export class ExpectedEcho {
  /** The device takes messages out of what it receives. */
  readonly #toDevice: StreamReader;
  /** Echoed bytes that equal a message of the device count as that message. */
  readonly #back: StreamReader;
  readonly #passedOn: ReadonlySet<string>;
  #ofItself: { readonly atNs: Nanos; readonly count: number }[] = [];
  readonly #saidNs = new Map<string, Nanos>();
  readonly #bytes = new GrowingBytes();

  readonly #underWayNs: Nanos;

  /** @param worstPollMs of the device's loop */
  constructor({ fromDevice, toDevice, read }: FarSide, worstPollMs: number) {
    this.#underWayNs = Math.max(UNDER_WAY_NS, POLLS_UNDER_WAY * worstPollMs * NS_PER_MS);
    this.#toDevice = read(toDevice);
    this.#passedOn = new Set(toDevice.filter(({ isPassedOn }) => isPassedOn).map(({ name }) => name));
    this.#back = read(fromDevice.filter(({ isOnce }) => isOnce !== true));
  }

  /** All bytes that must come back. */
  get bytes(): Uint8Array {
    const held = joined([this.#back.held, this.#toDevice.held]);
    return held.length === 0 ? this.#bytes.all : joined([this.#bytes.all, held]);
  }

  /** How many of these bytes, counted from the end, may still be missing. */
  lateCount(nowNs: Nanos): number {
    return this.#recent(nowNs).reduce((sum, { count }) => sum + count, this.#toDevice.held.length);
  }

  /** When the latest such message was sent; undefined if none was. */
  saidNs(name: string): Nanos | undefined {
    return this.#saidNs.get(name);
  }

  /** The peer sends bytes, by the scenario or by itself. Returns the names of the messages that are now complete. */
  sent(bytes: Uint8Array, atNs: Nanos, by: 'scenario' | 'itself'): readonly string[] {
    const pieces = this.#toDevice.take(bytes);
    const said = pieces.flatMap((piece) => (piece.kind === 'message' ? [piece.name] : []));
    for (const name of said) this.#saidNs.set(name, atNs);
    const data = pieces.flatMap((piece) => {
      return piece.kind === 'data' || this.#passedOn.has(piece.name) ? [piece.bytes] : [];
    });
    const back = this.#back.take(joined(data)).flatMap((piece) => (piece.kind === 'data' ? [piece.bytes] : []));
    for (const part of back) this.#bytes.add(part);
    const count = back.reduce((sum, part) => sum + part.length, 0);
    if (by === 'itself') this.#ofItself = [...this.#recent(atNs), { atNs, count }];
    return said;
  }

  #recent(nowNs: Nanos) {
    return this.#ofItself.filter(({ atNs }) => atNs > nowNs - this.#underWayNs);
  }
}
