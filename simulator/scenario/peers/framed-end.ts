/** The peer's end of a protocol between TCP and the applications of one connection. */
import type { Framing, FramingAction, FramingViolation, MessageKind } from '../../../contract/far-side.ts';
import { type Clock, NS_PER_MS, NS_PER_S, type Timer } from '../../clock.ts';
import type { Connection } from '../../host/connection.ts';
import type { FailureCause } from '../record/connection-record.ts';
import type { WebsocketHabits } from './websocket-habits.ts';

/** How long Chromium waits for the server to close the connection after both closes (`WebSocketChannel`). */
const CLOSE_NS = 2 * NS_PER_S;
/** For the segment with half a frame. */
const DYING_NS = 100 * NS_PER_MS;

export interface FramedEndInput {
  readonly clock: Clock;
  readonly connection: Connection;
  readonly framing: Framing;
  readonly habits: WebsocketHabits;
  /** What the device must not have sent. */
  readonly report: (violation: FramingViolation) => void;
  /** The peer's side fails by its habits. */
  readonly fail: (cause: FailureCause) => void;
  /** The device has ended the conversation by the protocol. */
  readonly endedByDevice: () => void;
  readonly opened: () => void;
  readonly close: () => void;
  readonly powerOff: () => void;
}

export class FramedEnd {
  /** Answers to the peer's pings. */
  pongs = 0;
  readonly #input: FramedEndInput;
  #isCutShort = false;
  #wasOpen = false;
  #leaving: Timer | null = null;

  constructor(input: FramedEndInput) {
    this.#input = input;
  }

  get isOpen(): boolean {
    return this.#input.framing.isOpen;
  }

  /** The device has no room for it, and has said so. */
  get isRefused(): boolean {
    return this.#input.framing.isRefused;
  }

  /** The device has not accepted its request, which it has sent at once. */
  get isAwaiting(): boolean {
    const { framing, habits } = this.#input;
    return !this.#wasOpen && !framing.isOpen && habits.dripNs === null;
  }

  begin(): void {
    const { framing, habits, fail } = this.#input;
    const request = framing.begin();
    if (habits.dripNs === null) this.#out(request);
    else {
      fail('drip');
      this.#drip(request, habits.dripNs);
    }
  }

  send(bytes: Uint8Array, kind: MessageKind): void {
    const { framing, habits } = this.#input;
    const framed = framing.wrap(bytes, kind);
    if (habits.diesInFrame && framed.length > 0) this.#die(framed);
    else this.#out(framed);
  }

  /** @param mostBytes of it go out, and nothing behind them; absent: all */
  act(action: FramingAction, mostBytes = Infinity): void {
    const framed = this.#input.framing.act(action);
    this.#out(framed.subarray(0, mostBytes));
    this.#isCutShort ||= framed.length > mostBytes;
  }

  /** Returns the data in what came from the device. */
  take(bytes: Uint8Array): Uint8Array {
    const { framing, habits, report, fail, opened } = this.#input;
    const wasOpen = framing.isOpen;
    const { data, send, pongs, endedBy, violations } = framing.take(bytes);
    this.pongs += pongs;
    for (const violation of violations) report(violation);
    if (!wasOpen && framing.isOpen) {
      this.#wasOpen = true;
      if (habits.hangs) fail('hang');
      opened();
    }
    if (habits.diesInFrame && !wasOpen && send.length > 0) this.#die(send);
    else this.#out(send);
    if (endedBy !== null) this.#end(endedBy);
    return data;
  }

  /** The device has closed the connection. */
  deviceClosed(): void {
    this.#leaving?.cancel();
  }

  #end(by: 'device' | 'client' | 'violation'): void {
    const { clock, close, endedByDevice } = this.#input;
    if (by === 'device') endedByDevice();
    if (by === 'violation') close();
    else this.#leaving = clock.after(CLOSE_NS, close);
  }

  #out(bytes: Uint8Array): void {
    const { connection, framing, fail } = this.#input;
    if (this.#isCutShort || connection.isClosing) return;
    if (framing.isBroken) fail('protocol');
    if (bytes.length > 0) connection.send(bytes);
  }

  #drip(request: Uint8Array, everyNs: number): void {
    if (request.length === 0 || this.#input.connection.isClosing) return;
    this.#out(request.subarray(0, 1));
    this.#input.clock.after(everyNs, () => this.#drip(request.subarray(1), everyNs));
  }

  #die(framed: Uint8Array): void {
    const { clock, powerOff } = this.#input;
    this.#out(framed.subarray(0, Math.ceil(framed.length / 2)));
    this.#isCutShort = true;
    clock.after(DYING_NS, powerOff);
  }
}
