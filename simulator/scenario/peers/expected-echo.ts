/** What a device that echoes must send back of what a peer has sent, its protocol's messages aside. */
import type { WatchPlan } from '../../../contract/device.ts';
import { GrowingBytes, joined } from '../../bytes.ts';
import { type Nanos, NS_PER_S } from '../../clock.ts';
import { MessageStream } from '../../host/messages.ts';
import { messagesFromDevice, messagesToDevice, type ToDevice } from '../../host/protocol.ts';

/** What the peer's application sends by itself, unasked by the scenario, may be so long on its way there and back. */
const UNDER_WAY_NS = NS_PER_S;

export class ExpectedEcho {
  /** The device takes messages out of what it hears … */
  readonly #toDevice: MessageStream<ToDevice>;
  /** … and what looks like one of its own in the echo is taken for one on the way back. */
  readonly #back: MessageStream<string>;
  readonly #passedOn: ReadonlySet<ToDevice>;
  #ofItself: { readonly atNs: Nanos; readonly count: number }[] = [];
  readonly #saidNs = new Map<ToDevice, Nanos>();
  readonly #bytes = new GrowingBytes();

  constructor(watch: WatchPlan) {
    const toDevice = messagesToDevice(watch);
    this.#toDevice = new MessageStream(toDevice);
    this.#passedOn = new Set(toDevice.filter(({ passedOn }) => passedOn).map(({ name }) => name));
    this.#back = new MessageStream(messagesFromDevice(watch).filter(({ once }) => once !== true));
  }

  /** All that is to come back. */
  get bytes(): Uint8Array {
    const held = joined([this.#back.held, this.#toDevice.held]);
    return held.length === 0 ? this.#bytes.all : joined([this.#bytes.all, held]);
  }

  /** How many of these bytes, the last ones, may rightly not be back yet. */
  lateCount(nowNs: Nanos): number {
    return this.#recent(nowNs).reduce((sum, { count }) => sum + count, this.#toDevice.held.length);
  }

  /** When the latest such message was sent; undefined when none was. */
  saidNs(name: ToDevice): Nanos | undefined {
    return this.#saidNs.get(name);
  }

  /** The peer sends bytes, by the scenario or of itself. */
  sent(bytes: Uint8Array, atNs: Nanos, by: 'scenario' | 'itself'): void {
    const data = this.#toDevice.take(bytes).flatMap((piece) => {
      if (piece.kind === 'message') this.#saidNs.set(piece.name, atNs);
      return piece.kind === 'data' || this.#passedOn.has(piece.name) ? [piece.bytes] : [];
    });
    const back = this.#back.take(joined(data)).flatMap((piece) => (piece.kind === 'data' ? [piece.bytes] : []));
    for (const part of back) this.#bytes.add(part);
    const count = back.reduce((sum, part) => sum + part.length, 0);
    if (by === 'itself') this.#ofItself = [...this.#recent(atNs), { atNs, count }];
  }

  #recent(nowNs: Nanos) {
    return this.#ofItself.filter(({ atNs }) => atNs > nowNs - UNDER_WAY_NS);
  }
}
