/** A peer and a device of the test's own in virtual time. Waiting lets time pass up to the next event, again and again. */
import { NS_PER_MS } from '../../simulator/clock.ts';
import { type RecordedIo, recordedIo } from '../cli/recorded-io.ts';
import type { DeviceEnd } from './stream-connection.ts';
import { type ListeningDevice, type Serve, StreamNetwork } from './stream-network.ts';
import { VirtualPeer } from './virtual-peer.ts';

export const PORT = 7000;
/** Longer than anything that a test waits for. */
const LONGEST_WAIT_MS = 3_600_000;

export class StreamBench {
  readonly network = new StreamNetwork();

  /** The peer of a spec, on the loopback; to be started by `start`. */
  peer(spec: object, ...words: readonly string[]): BenchPeer {
    return this.peerOn(recordedIo(), spec, ...words);
  }

  /** The same, printing to `io`. */
  peerOn(io: RecordedIo, spec: object, ...words: readonly string[]): BenchPeer {
    return new BenchPeer(this, spec, ['--host', '127.0.0.1', '--port', `${PORT}`, ...words], io);
  }

  device(serve?: Serve): ListeningDevice {
    return this.network.device(PORT, serve);
  }

  dial(): DeviceEnd {
    return this.network.dial(PORT);
  }

  get nowMs(): number {
    return this.network.clock.nowNs / NS_PER_MS;
  }

  pass(ms: number): void {
    this.network.clock.advanceTo(this.network.clock.nowNs + ms * NS_PER_MS);
  }

  /** Lets time pass until something has come about. */
  until<Value>(find: () => Value | null | false, what: () => string): Value {
    const { clock } = this.network;
    const limitNs = clock.nowNs + LONGEST_WAIT_MS * NS_PER_MS;
    for (;;) {
      const found = find();
      if (found !== null && found !== false) return found;
      if (clock.nextDueNs > limitNs) throw new Error(`${what()} does not come about`);
      clock.advanceTo(clock.nextDueNs);
    }
  }
}

export class BenchPeer extends VirtualPeer {
  readonly #bench: StreamBench;

  constructor(bench: StreamBench, spec: object, words: readonly string[], io: RecordedIo) {
    super(spec, words, { clock: bench.network.peerClock, transport: bench.network.transport }, io);
    this.#bench = bench;
  }

  /** The next line that matches, as soon as it is printed. */
  seen(what: RegExp): string {
    return this.#bench.until(
      () => this.found(what),
      () => `${what} in\n${this.text}`,
    );
  }

  ended(): number {
    return this.#bench.until(
      () => this.exitCode !== null && { exitCode: this.exitCode },
      () => `the end of\n${this.text}`,
    ).exitCode;
  }
}

export function echoing(socket: DeviceEnd): void {
  socket.onData = (bytes) => socket.write(bytes);
}
