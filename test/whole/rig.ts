/** Firmware, chip, wire and peers in the test's own hands: for what no scenario step can do. */
import type { ChipSwitches, WiznetChip } from '../../simulator/chip/chip.ts';
import { createChip } from '../../simulator/chip/chip.ts';
import { Clock, NS_PER_MS } from '../../simulator/clock.ts';
import type { EngineResult } from '../../simulator/engine/engine.ts';
import type { BoardFaults } from '../../simulator/engine/host/board.ts';
import { createHostEngine } from '../../simulator/engine/host/engine.ts';
import type { TcpConfig } from '../../simulator/host/config.ts';
import type { Connection } from '../../simulator/host/connection.ts';
import { Peer } from '../../simulator/host/peer.ts';
import { Link } from '../../simulator/net/link.ts';
import { type DeviceSession, sessionsOf } from '../../simulator/scenario/record/sessions.ts';
import { startTask, type Task } from '../../simulator/scenario/testbed/scheduler.ts';
import type { EventBody, TimelineEvent } from '../../simulator/timeline.ts';
import type { Built } from './firmware.ts';

export interface RigOptions {
  readonly seed?: number;
  readonly switches?: Partial<ChipSwitches>;
  readonly faults?: (rig: Rig) => BoardFaults;
  /** LSI, which drives the watchdog. Default: 40 kHz. */
  readonly lsiHz?: number;
  readonly wrap?: (chip: WiznetChip, rig: Rig) => WiznetChip;
  /** From host to host. Default: that of a link. */
  readonly latencyNs?: number;
}

export interface Outcome {
  readonly engine: EngineResult;
  readonly sessions: readonly DeviceSession[];
}

/** How long a peer waits for an answer to its SYN. */
export const ATTEMPT_MS = 3000;

export class Rig {
  readonly clock = new Clock();
  readonly events: TimelineEvent[] = [];
  readonly link: Link;
  /** The chip at its pins, without what `wrap` puts before it. */
  readonly chip: WiznetChip;
  readonly #options: RigOptions;
  readonly #devicePort: ReturnType<Link['attach']>;
  readonly #built: Built;
  #hosts = 0;
  #onEvent: (event: TimelineEvent) => void = () => {};

  constructor(built: Built, options: RigOptions = {}) {
    this.#built = built;
    this.#options = options;
    const { clock } = this;
    const { seed = 1, switches = {}, latencyNs } = options;
    this.link = new Link({ clock, report: this.report, seed, ...(latencyNs === undefined ? {} : { latencyNs }) });
    const port = this.link.attach('device');
    this.#devicePort = port;
    this.chip = createChip({ name: built.plan.chip.name, clock, port, report: this.report, seed, switches });
  }

  readonly report = (body: EventBody): void => {
    const event = { atNs: this.clock.nowNs, ...body };
    this.events.push(event);
    this.#onEvent(event);
  };

  get plan() {
    return this.#built.plan;
  }

  /** Takes the device's own cable out: its PHY sees it. */
  unplug(): void {
    this.#devicePort.unplug();
  }

  plug(): void {
    this.#devicePort.plug();
  }

  /** A host in the device's subnet. */
  peer(tcp: Partial<TcpConfig> = {}, firstIss?: number): Peer {
    const number = ++this.#hosts;
    const name = `client-${number}`;
    const ip = Uint8Array.from([...this.plan.network.ip.slice(0, 3), 100 + number]);
    const mac = Uint8Array.of(2, 0, 0, 0, 0, number);
    const options = { name, clock: this.clock, port: this.link.attach(name), report: this.report, mac, ip, tcp };
    return new Peer({ ...options, seed: this.#options.seed ?? 1, ...(firstIss === undefined ? {} : { firstIss }) });
  }

  dial(peer: Peer, localPort: number): Connection {
    return peer.connect(Uint8Array.from(this.plan.network.ip), this.plan.sockets[0]?.port ?? 0, localPort);
  }

  /** Runs the firmware until the script has ended. What the script demands and does not get is thrown. */
  play(script: Task, longestMs = 600_000): Outcome {
    const { wasm, plan } = this.#built;
    const { clock, report } = this;
    const { wrap, faults, lsiHz } = this.#options;
    const lsi = lsiHz === undefined ? {} : { lsiHz };
    const chip = wrap?.(this.chip, this) ?? this.chip;
    const engine = createHostEngine({ wasm, plan, clock, chip, report, faults: faults?.(this) ?? {}, ...lsi });
    const scheduler = startTask(clock, script);
    this.#onEvent = () => scheduler.wake();
    const result = engine.run({ untilNs: longestMs * NS_PER_MS, stopped: () => scheduler.finished });
    if (result.end !== 'stopped') {
      throw new Error(`ended by ${result.end} ${result.reason ?? ''} ${result.where ?? ''} in ${scheduler.waitingFor}`);
    }
    return { engine: result, sessions: sessionsOf(this.events) };
  }

  /** The peer gets through to the port, however often it must try. */
  *connected(peer: Peer, withinMs: number): Task<Connection> {
    const untilNs = this.clock.nowNs + withinMs * NS_PER_MS;
    while (this.clock.nowNs < untilNs) {
      const connection = yield* this.attempt(peer);
      if (connection !== null) return connection;
    }
    throw new Error(`nobody is let in within ${withinMs} ms, at ${this.nowMs} ms`);
  }

  /** The peer tries to get through to the port, and lets some time pass when it does not. */
  *attempt(peer: Peer): Task<Connection | null> {
    const connection = this.dial(peer, 20_000 + this.#dialled++);
    const is = (): boolean => connection.state === 'ESTABLISHED' || connection.state === 'CLOSED';
    yield { what: 'a connection', until: is, limitNs: ATTEMPT_MS * NS_PER_MS };
    if (connection.state === 'ESTABLISHED') return connection;
    if (connection.state !== 'CLOSED') connection.abort();
    yield pause(50);
    return null;
  }
  #dialled = 0;

  /** Sends and gets it back. */
  *echoed(connection: Connection, bytes: Uint8Array, withinMs: number): Task {
    const before = connection.received.length;
    connection.send(bytes);
    const is = (): boolean => connection.received.length >= before + bytes.length;
    yield* this.until('an echo', is, withinMs);
    const back = connection.received.subarray(before);
    if (back.some((byte, index) => byte !== bytes[index])) throw new Error(`other bytes came back: ${back}`);
  }

  *until(what: string, is: () => boolean, withinMs: number): Task {
    if (!(yield { what, until: is, limitNs: withinMs * NS_PER_MS })) {
      throw new Error(`${what} did not come within ${withinMs} ms, at ${this.nowMs} ms`);
    }
  }

  get nowMs(): number {
    return this.clock.nowNs / NS_PER_MS;
  }

  faults(): readonly TimelineEvent[] {
    return this.events.filter((event) => event.kind === 'firmware' && event.what === 'fault');
  }

  violations(): readonly string[] {
    return this.events.flatMap((event) => (event.kind === 'violation' ? [`${event.rule}: ${event.text}`] : []));
  }
}

export function pause(ms: number) {
  return { what: 'time to pass', limitNs: Math.round(ms * NS_PER_MS) };
}

/** Bytes that tell where they belong. */
export function pattern(length: number, from = 0): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => ((from + index) * 7 + ((from + index) >> 8)) & 0xff);
}
