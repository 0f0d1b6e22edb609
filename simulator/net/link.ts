import type { Clock, Nanos } from '../clock.ts';
import { NS_PER_US } from '../clock.ts';
import { type Random, randomFrom } from '../random.ts';
import type { Report } from '../timeline.ts';
import { isGroupMac, macText } from './address.ts';
import type { LinkPort } from './port.ts';
import { summary } from './summary.ts';

/** Why a frame arrives nowhere. */
export type LossReason = 'cut' | 'loss' | 'power-off';

type Obstacle = Exclude<LossReason, 'loss'>;

/** A place on the link: what an interface sees of it, and what a scenario may do to it. */
export interface AttachedPort extends LinkPort {
  readonly name: string;
  /** Takes this interface's own cable; its PHY sees the link go down. */
  unplug(): void;
  plug(): void;
  /** An interface without power sends and hears nothing; frames for it are lost with the reason `power-off`. */
  setPowered(powered: boolean): void;
}

/** A frame at the moment it leaves its sender. */
export interface TappedFrame {
  readonly from: string;
  readonly bytes: Uint8Array;
  readonly lost: LossReason | null;
}

export interface LinkOptions {
  readonly clock: Clock;
  readonly report: Report;
  /** From sender to receiver, nanoseconds; 100 µs unless told. */
  readonly latencyNs?: number;
  readonly seed?: number;
  /** Probability that a frame is lost, 0…1. */
  readonly lossRate?: number;
}

interface Port extends AttachedPort {
  plugged: boolean;
  powered: boolean;
}

interface Flight {
  readonly bytes: Uint8Array;
  readonly from: Port;
  /** Who will still get it. */
  readonly to: Set<Port>;
}

const DEFAULT_LATENCY_NS = 100 * NS_PER_US;

/**
 * An Ethernet segment around one switch. The interface attached first is the device: `cut` severs the cable between the
 * switch and the rest of the network on the device's side, so that no interface sees its own link go down.
 *
 * Reports a `frame` event for every frame sent, marked `lost` when no interface will get it, and a `frame-lost` event
 * when that is decided only later, by a cut while the frame was under way. Not modelled: bandwidth, collisions, FCS.
 */
export class Link {
  readonly #clock: Clock;
  readonly #report: Report;
  readonly #latencyNs: Nanos;
  readonly #random: Random;
  readonly #ports: Port[] = [];
  readonly #learned = new Map<string, Port>();
  readonly #flights = new Set<Flight>();
  #isCut = false;
  /** Probability that a frame is lost, 0…1; may be changed while running. */
  lossRate: number;
  /** Sees every frame sent, before it arrives. */
  onFrame: ((frame: TappedFrame) => void) | undefined;

  constructor(options: LinkOptions) {
    this.#clock = options.clock;
    this.#report = options.report;
    this.#latencyNs = options.latencyNs ?? DEFAULT_LATENCY_NS;
    this.#random = randomFrom(options.seed ?? 1);
    this.lossRate = options.lossRate ?? 0;
  }

  get isCut(): boolean {
    return this.#isCut;
  }

  /** Adds an interface; its name appears in the timeline. The first one is the device that {@link cut} isolates. */
  attach(name: string): AttachedPort {
    const port: Port = {
      name,
      plugged: true,
      powered: true,
      onFrame: () => {},
      get linkUp() {
        return port.plugged;
      },
      send: (frame) => this.#send(port, frame),
      unplug: () => {
        port.plugged = false;
        this.#loseUnreachable();
      },
      plug: () => {
        port.plugged = true;
      },
      setPowered: (powered) => {
        port.powered = powered;
        this.#loseUnreachable();
      },
    };
    this.#ports.push(port);
    return port;
  }

  /** Severs the device from everybody else; frames under way across the cut are lost. */
  cut(): void {
    this.#isCut = true;
    this.#loseUnreachable();
  }

  mend(): void {
    this.#isCut = false;
  }

  #send(from: Port, bytes: Uint8Array): void {
    if (from.plugged && from.powered) this.#learned.set(macText(bytes.subarray(6, 12)), from);
    const wanted = this.#receivers(from, bytes);
    const reachable = wanted.filter((to) => this.#obstacle(from, to) === null);
    const lost = this.#lossOnSending(from, wanted, reachable);
    this.#announce(from, bytes, lost);
    if (lost !== null) return;
    const flight: Flight = { bytes, from, to: new Set(reachable) };
    this.#flights.add(flight);
    this.#clock.after(this.#latencyNs, () => this.#arrive(flight));
  }

  #lossOnSending(from: Port, wanted: readonly Port[], reachable: readonly Port[]): LossReason | null {
    if (!from.powered) return 'power-off';
    if (reachable.length === 0) {
      const onlyPower = wanted.length > 0 && wanted.every((to) => this.#obstacle(from, to) === 'power-off');
      return onlyPower ? 'power-off' : 'cut';
    }
    return this.lossRate > 0 && this.#random.unit() < this.lossRate ? 'loss' : null;
  }

  /** As a switch does: to the port where the destination was heard, otherwise to everybody. */
  #receivers(from: Port, bytes: Uint8Array): readonly Port[] {
    const destination = bytes.subarray(0, 6);
    const known = isGroupMac(destination) ? undefined : this.#learned.get(macText(destination));
    return known === undefined || known === from ? this.#ports.filter((port) => port !== from) : [known];
  }

  #obstacle(from: Port, to: Port): Obstacle | null {
    const device = this.#ports[0];
    if (this.#isCut && (from === device || to === device)) return 'cut';
    if (!from.plugged || !to.plugged) return 'cut';
    return to.powered ? null : 'power-off';
  }

  #announce(from: Port, bytes: Uint8Array, lost: LossReason | null): void {
    const event = { kind: 'frame', from: from.name, summary: summary(bytes), bytes } as const;
    this.#report(lost === null ? event : { ...event, lost });
    this.onFrame?.({ from: from.name, bytes, lost });
  }

  /** A frame on its way to an interface that can no longer be reached does not arrive there, even if mended in time. */
  #loseUnreachable(): void {
    for (const flight of this.#flights) {
      let why: Obstacle | null = null;
      for (const to of flight.to) {
        const obstacle = this.#obstacle(flight.from, to);
        if (obstacle === null) continue;
        flight.to.delete(to);
        why = obstacle;
      }
      if (flight.to.size > 0 || why === null) continue;
      this.#flights.delete(flight);
      const { bytes, from } = flight;
      this.#report({ kind: 'frame-lost', from: from.name, summary: summary(bytes), lost: why, bytes });
    }
  }

  #arrive(flight: Flight): void {
    this.#flights.delete(flight);
    for (const to of flight.to) to.onFrame(flight.bytes);
  }
}
