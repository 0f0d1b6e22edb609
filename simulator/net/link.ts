import type { Clock, Nanos } from '../clock.ts';
import { NS_PER_US } from '../clock.ts';
import { DIRECTIONS, type Direction } from '../direction.ts';
import { type Random, randomFrom } from '../random.ts';
import type { Report } from '../timeline.ts';
import { Flights, type Obstacle } from './flights.ts';
import { decodeFrame, type Frame } from './frame.ts';
import { Impairer, type Impairment, type Impairments, UNIMPAIRED } from './impairments.ts';
import type { Nat } from './nat.ts';
import type { AttachedPort, LossReason, TappedFrame } from './port.ts';
import { summary } from './summary.ts';
import { createPort, EthernetSwitch, type SwitchPort } from './switch.ts';

export type { AttachedPort, LossReason, TappedFrame } from './port.ts';

export interface LinkOptions {
  readonly clock: Clock;
  readonly report: Report;
  /** From sender to receiver, nanoseconds. Default: 100 µs. */
  readonly latencyNs?: number;
  readonly seed?: number;
  /** Probability that a frame is lost, 0…1. */
  readonly lossRate?: number;
  /** A NAT router between the device and all other hosts. */
  readonly nat?: Nat;
}

/** A frame that enters the link, decoded once. */
interface Sent {
  readonly from: SwitchPort;
  readonly bytes: Uint8Array;
  /** Null when it is malformed. */
  readonly frame: Frame | null;
  readonly summary: string;
}

const DEFAULT_LATENCY_NS = 100 * NS_PER_US;

/**
 * An Ethernet segment around one switch. The interface attached first is the device: `cut` severs the cable between the
 * switch and the rest of the network on the device's side, so that no interface sees its own link go down.
 *
 * Reports a `frame` event for every frame sent, marked `lost` if no interface will receive it and `impaired` if the wire
 * changes it, and a `frame-lost` event if a later cut loses a frame in flight. Not modelled: bandwidth, collisions, FCS.
 */
export class Link {
  readonly #clock: Clock;
  readonly #report: Report;
  readonly #latencyNs: Nanos;
  readonly #random: Random;
  readonly #impairer: Impairer;
  readonly #nat: { readonly nat: Nat; readonly port: SwitchPort } | null;
  readonly #switch = new EthernetSwitch();
  readonly #flights: Flights<SwitchPort>;
  readonly #cut: Record<Direction, boolean> = { 'to-device': false, 'from-device': false };
  readonly #wire: Record<Direction, Impairments>;
  /** Called for every frame sent, before it arrives. */
  onFrame: ((frame: TappedFrame) => void) | undefined;

  constructor(options: LinkOptions) {
    const { clock, report, latencyNs = DEFAULT_LATENCY_NS, seed = 1, lossRate = 0, nat } = options;
    this.#clock = clock;
    this.#report = report;
    this.#latencyNs = latencyNs;
    this.#flights = new Flights(clock);
    this.#random = randomFrom(seed);
    this.#impairer = new Impairer(seed);
    this.#nat = nat === undefined ? null : { nat, port: this.#createPort('nat') };
    this.#wire = { 'to-device': { ...UNIMPAIRED, lossRate }, 'from-device': { ...UNIMPAIRED, lossRate } };
  }

  /** Whether the cable is cut in either direction. */
  get isCut(): boolean {
    return DIRECTIONS.some((direction) => this.#cut[direction]);
  }

  /** The directions in which frames are impaired. */
  get impairedDirections(): readonly Direction[] {
    return DIRECTIONS.filter((direction) => Object.values(this.#wire[direction]).some((value) => value > 0));
  }

  /** Probability that a frame from the device is lost, 0…1. Setting it sets that of both directions. */
  get lossRate(): number {
    return this.#wire['from-device'].lossRate;
  }

  set lossRate(lossRate: number) {
    this.impair({ lossRate });
  }

  /** Changes the given impairments and no others; frames in flight are not affected. */
  impair(change: Partial<Impairments>, directions: readonly Direction[] = DIRECTIONS): void {
    for (const direction of directions) this.#wire[direction] = { ...this.#wire[direction], ...change };
  }

  /** Adds an interface; its name appears in the timeline. The first one is the device that {@link cut} isolates. */
  attach(name: string): AttachedPort {
    const port = this.#createPort(name);
    this.#switch.attach(port);
    return port;
  }

  /** Disconnects the device from all other hosts; frames in flight across the cut are lost. */
  cut(directions: readonly Direction[] = DIRECTIONS): void {
    for (const direction of directions) this.#cut[direction] = true;
    this.#loseUnreachable();
  }

  mend(directions: readonly Direction[] = DIRECTIONS): void {
    for (const direction of directions) this.#cut[direction] = false;
  }

  #createPort(name: string): SwitchPort {
    return createPort(name, {
      send: (port, frame) => this.#send(port, frame),
      onChange: () => this.#loseUnreachable(),
    });
  }

  #send(from: SwitchPort, bytes: Uint8Array): void {
    if (from.plugged && from.powered) this.#switch.learn(from, bytes);
    this.#dispatch(from, this.#switch.receivers(from, bytes), bytes);
  }

  #dispatch(from: SwitchPort, wanted: readonly SwitchPort[], bytes: Uint8Array): void {
    const frame = decodeFrame(bytes);
    const sent: Sent = { from, bytes, frame, summary: summary(bytes, frame) };
    const reachable = wanted.filter((to) => this.#obstacle(from, to) === null);
    const lost = this.#lossOnSending(from, wanted, reachable) ?? this.#lossInNat(sent);
    if (lost !== null) {
      this.#announce(sent, lost, []);
      if (lost === 'nat') this.#answerFromNat(sent);
      return;
    }
    const direction = this.#directionFrom(from);
    const wire = this.#wire[direction];
    const passage = this.#impairer.pass(bytes, direction, wire, this.#clock.nowNs, this.#latencyNs);
    this.#announce(sent, null, passage.impaired);
    const copies = passage.impaired.includes('duplicated') ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      this.#flights.begin({ ...sent, arriving: passage.bytes, to: reachable }, passage.delayNs);
    }
  }

  #lossOnSending(from: SwitchPort, wanted: readonly SwitchPort[], reachable: readonly SwitchPort[]): LossReason | null {
    if (!from.powered) return 'power-off';
    if (reachable.length === 0) {
      const onlyPower = wanted.length > 0 && wanted.every((to) => this.#obstacle(from, to) === 'power-off');
      return onlyPower ? 'power-off' : 'cut';
    }
    const { lossRate } = this.#wire[this.#directionFrom(from)];
    return lossRate > 0 && this.#random.unit() < lossRate ? 'loss' : null;
  }

  /** The NAT router does not see a frame that was lost on the wire, whichever side sent it. */
  #lossInNat({ from, frame }: Sent): 'nat' | null {
    if (this.#nat === null || from === this.#nat.port) return null;
    return frame?.kind !== 'tcp' || this.#nat.nat.passes(frame, from === this.#device) ? null : 'nat';
  }

  #answerFromNat({ from, frame }: Sent): void {
    const answer = this.#nat === null || frame?.kind !== 'tcp' ? null : this.#nat.nat.answerTo(frame);
    if (this.#nat !== null && answer !== null) this.#dispatch(this.#nat.port, [from], answer);
  }

  get #device(): SwitchPort | undefined {
    return this.#switch.ports[0];
  }

  /** Frames that the device does not send count as going to it. */
  #directionFrom(from: SwitchPort): Direction {
    return from === this.#device ? 'from-device' : 'to-device';
  }

  #obstacle(from: SwitchPort, to: SwitchPort): Obstacle | null {
    const device = this.#device;
    if ((from === device && this.#cut['from-device']) || (to === device && this.#cut['to-device'])) return 'cut';
    if (!from.plugged || !to.plugged) return 'cut';
    return to.powered ? null : 'power-off';
  }

  #announce({ from, bytes, summary }: Sent, lost: LossReason | null, impaired: readonly Impairment[]): void {
    const event = {
      kind: 'frame',
      from: from.name,
      summary,
      ...(lost === null ? {} : { lost }),
      ...(impaired.length === 0 ? {} : { impaired }),
      bytes,
    } as const;
    this.#report(event);
    this.onFrame?.({ from: from.name, bytes, lost });
  }

  #loseUnreachable(): void {
    this.#flights.loseUnreachable(
      (from, to) => this.#obstacle(from, to),
      ({ bytes, from, summary }, lost) => this.#report({ kind: 'frame-lost', from: from.name, summary, lost, bytes }),
    );
  }
}
