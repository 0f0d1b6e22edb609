/** Frames in flight. */
import type { Clock, Nanos } from '../clock.ts';
import type { AttachedPort, LossReason } from './port.ts';

/** Why an interface cannot be reached from another one. */
export type Obstacle = Extract<LossReason, 'cut' | 'power-off'>;

export interface Flight<Port extends AttachedPort> {
  /** As sent; the timeline identifies the frame by this array. */
  readonly bytes: Uint8Array;
  readonly summary: string;
  /** The bytes as they will arrive. */
  readonly arriving: Uint8Array;
  readonly from: Port;
  /** The interfaces that will receive it. */
  readonly to: readonly Port[];
}

/** Delivers frames after their delay, to the interfaces that were reachable during the whole flight. */
export class Flights<Port extends AttachedPort> {
  readonly #clock: Clock;
  /** Each with the interfaces that will still receive it. */
  readonly #underWay = new Map<Flight<Port>, Set<Port>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  begin(flight: Flight<Port>, delayNs: Nanos): void {
    this.#underWay.set(flight, new Set(flight.to));
    this.#clock.after(delayNs, () => {
      const reached = this.#underWay.get(flight);
      this.#underWay.delete(flight);
      for (const to of reached ?? []) to.onFrame(flight.arriving);
    });
  }

  /**
   * Call it when an interface has become unreachable. A frame in flight to it does not arrive, even if the path is
   * repaired in time. `onLost` is called for frames that no interface will receive.
   */
  loseUnreachable(
    obstacle: (from: Port, to: Port) => Obstacle | null,
    onLost: (flight: Flight<Port>, why: Obstacle) => void,
  ): void {
    for (const [flight, reached] of this.#underWay) {
      let why: Obstacle | null = null;
      for (const to of reached) {
        const found = obstacle(flight.from, to);
        if (found === null) continue;
        reached.delete(to);
        why = found;
      }
      if (reached.size > 0 || why === null) continue;
      this.#underWay.delete(flight);
      onLost(flight, why);
    }
  }
}
