/**
 * `keepwire run` and everything at the other end of its cable in one virtual time: the firmware of a spec on its
 * simulated chip, and simulated hosts in place of this machine's kernel. A test is a script that waits for conditions.
 */

import type { Plan } from '../../contract/plan.ts';
import { LiveDevice } from '../../live/device/live-device.ts';
import { captureStart, createCaptureBlocks } from '../../live/report/capture.ts';
import { createLiveLines } from '../../live/report/lines.ts';
import { NS_PER_MS } from '../../simulator/clock.ts';
import type { EngineResult } from '../../simulator/engine/engine.ts';
import { createHostEngine } from '../../simulator/engine/host/engine.ts';
import { Peer } from '../../simulator/host/peer.ts';
import { Link } from '../../simulator/net/link.ts';
import type { AttachedPort } from '../../simulator/net/port.ts';
import type { RunInput } from '../../simulator/run-scenario.ts';
import { hostMac } from '../../simulator/scenario/peers/addresses.ts';
import type { TimelineEvent } from '../../simulator/timeline.ts';
import { VirtualPeer } from '../peer/virtual-peer.ts';
import { virtualPeerClock } from '../peer/virtual-peer-clock.ts';
import { built } from '../whole/firmware.ts';
import { simulatedTransport } from './simulated-transport.ts';

/** The default of a spec, and the first host on its network. */
export const DEVICE_IP = '192.168.1.20';
export const HOST_IP = '192.168.1.1';

/** What a script waits for; it is asked at least once in a millisecond. */
export type Wait = () => boolean;
export type Script<Value = void> = Generator<Wait, Value>;

/** A line as `keepwire run` prints it. */
export interface DeskLine {
  readonly atMs: number;
  readonly text: string;
}

/** Longer than anything that a script waits for. */
const LONGEST_MS = 300_000;

export class VirtualDesk {
  readonly plan: Plan;
  readonly device: LiveDevice;
  readonly lines: DeskLine[] = [];
  readonly frames: Uint8Array[] = [];
  readonly events: TimelineEvent[] = [];
  readonly #spec: object;
  readonly #outside: Link;
  readonly #blocks: Uint8Array[] = [...captureStart()];
  readonly #peers: DeskPeer[] = [];
  #hosts = 0;
  #seen = 0;

  constructor(spec: object, plan: Plan, engine: RunInput['engine']) {
    this.#spec = spec;
    this.plan = plan;
    const lineOf = createLiveLines();
    const blockOf = createCaptureBlocks();
    this.device = new LiveDevice({
      ...{ plan, engine, seed: 1 },
      onEvent: (event) => {
        this.events.push(event);
        this.#blocks.push(...[blockOf(event) ?? []].flat());
        const line = lineOf(event);
        if (line !== null) this.lines.push({ atMs: line.atNs / NS_PER_MS, text: line.text });
      },
      onFrame: (frame) => {
        this.frames.push(frame);
        bridge.send(frame);
      },
    });
    this.#outside = new Link({ clock: this.device.clock, report: () => {} });
    const bridge: AttachedPort = this.#outside.attach('bridge');
    bridge.onFrame = (frame) => this.device.receive(frame);
  }

  /** A desk with the firmware of a spec, on the host engine; `files` stand in place of generated ones. */
  static async of(spec: object, files: Readonly<Record<string, string>> = {}): Promise<VirtualDesk> {
    const { plan, wasm } = await built(JSON.stringify(spec), files);
    return new VirtualDesk(spec, plan, (board) => createHostEngine({ wasm, ...board }));
  }

  get nowMs(): number {
    return this.device.clock.nowNs / NS_PER_MS;
  }

  /** Everything that was captured, as pcapng. */
  get capture(): Uint8Array {
    return Buffer.concat(this.#blocks);
  }

  /** A further host at the other end of the cable; the first one is {@link HOST_IP}. */
  host(options: Partial<ConstructorParameters<typeof Peer>[0]> = {}): Peer {
    const index = this.#hosts++;
    const ip = Uint8Array.from([...HOST_IP.split('.').slice(0, 3).map(Number), index + 1]);
    const port = this.#outside.attach(`host-${index}`);
    const report = (): void => {};
    return new Peer({
      name: `host-${index}`,
      clock: this.device.clock,
      port,
      report,
      mac: hostMac(index),
      ip,
      ...options,
    });
  }

  /** `keepwire peer` with this spec, on the TCP of a host of its own. */
  peer(...words: readonly string[]): DeskPeer {
    const environment = { clock: virtualPeerClock(this.device.clock), transport: simulatedTransport(this.host()) };
    const peer = new DeskPeer(this.#spec, words, environment);
    this.#peers.push(peer);
    return peer;
  }

  /** Presses a key of `keepwire run`. */
  press(key: 'c' | 'r'): void {
    if (key === 'c') this.device.toggleCable();
    else this.device.resetChip();
    this.device.settle();
  }

  /** The next line that matches, from where the last one was found. */
  *seen(what: RegExp): Script<DeskLine> {
    let found: DeskLine | undefined;
    yield () => {
      while (found === undefined && this.#seen < this.lines.length) {
        const line = this.lines[this.#seen++];
        if (line !== undefined && what.test(line.text)) found = line;
      }
      return found !== undefined;
    };
    return found as unknown as DeskLine;
  }

  /** Until the first `sockets` sockets listen. */
  *poweredUp(sockets = 1): Script {
    for (let socket = 0; socket < sockets; socket++) yield* this.seen(/: listens$/);
  }

  *pass(ms: number): Script {
    const untilMs = this.nowMs + ms;
    yield () => this.nowMs >= untilMs;
  }

  /** Runs the firmware from reset to the end of the script, which the firmware must reach. */
  run(script: Script): EngineResult {
    let step = script.next();
    const result = this.device.run(() => {
      while (step.done !== true && step.value()) step = script.next();
      if (this.nowMs > LONGEST_MS) throw new Error(`the script waits for ever\n${this.text}`);
      return step.done === true;
    });
    if (step.done !== true) throw new Error(`the firmware has ended: ${result.reason}\n${this.text}`);
    return result;
  }

  /** What device and peers have printed. */
  get text(): string {
    return [...this.lines.map(({ atMs, text }) => `${atMs} ms  ${text}`), ...this.#peers.map(({ text }) => text)].join(
      '\n',
    );
  }
}

/** The peer of a script. */
export class DeskPeer extends VirtualPeer {
  *said(what: RegExp): Script<string> {
    let line: string | null = null;
    yield () => {
      line ??= this.found(what);
      return line !== null;
    };
    return line as unknown as string;
  }

  *ended(): Script<number> {
    yield () => this.exitCode !== null;
    return this.exitCode as number;
  }
}
