import type { BoardPlan } from '../../contract/board.ts';
import { createChip } from '../../simulator/chip/chip.ts';
import { type ChipFaults, createFaultyChip } from '../../simulator/chip/faults.ts';
import { Clock, type Nanos } from '../../simulator/clock.ts';
import { DIRECTIONS } from '../../simulator/direction.ts';
import type { Engine, EngineResult } from '../../simulator/engine/engine.ts';
import { Link } from '../../simulator/net/link.ts';
import type { RunInput } from '../../simulator/run-scenario.ts';
import { CHIP_FAULT_TEXT } from '../../simulator/scenario/steps/chip-fault.ts';
import type { EventBody, TimelineEvent } from '../../simulator/timeline.ts';

/** Names in the timeline and of the interfaces of a capture: the chip, and everything at the other end of the cable. */
export const DEVICE = 'device';
export const OUTSIDE = 'outside';

/** 104 days: the largest integer that a double holds exactly. */
const FOREVER_NS: Nanos = Number.MAX_SAFE_INTEGER;

export interface LiveDeviceOptions {
  readonly plan: BoardPlan;
  readonly engine: RunInput['engine'];
  readonly seed: number;
  readonly onEvent: (event: TimelineEvent) => void;
  /** A frame of the device, unless the cable is cut. */
  readonly onFrame: (frame: Uint8Array) => void;
}

/** A device whose cable ends outside the simulator. */
export class LiveDevice {
  readonly clock = new Clock();
  readonly engineName: Engine['name'];
  readonly #run: (stopped: () => boolean) => EngineResult;
  readonly #cable: ReturnType<Link['attach']>;
  readonly #outside: ReturnType<Link['attach']>;
  readonly #report: (body: EventBody) => void;
  readonly #faults: ChipFaults;

  constructor({ plan, engine, seed, onEvent, onFrame }: LiveDeviceOptions) {
    const { clock } = this;
    const report = (body: EventBody): void => onEvent({ atNs: clock.nowNs, ...body });
    // The wire outside adds its own latency.
    const link = new Link({ clock, report, latencyNs: 0, seed });
    this.#cable = link.attach(DEVICE);
    this.#outside = link.attach(OUTSIDE);
    this.#outside.onFrame = onFrame;
    this.#report = report;
    const { name } = plan.chip;
    const { chip, faults } = createFaultyChip({ clock, report, seed }, (reportOfChip) =>
      createChip({ name, clock, port: this.#cable, report: reportOfChip, seed }),
    );
    this.#faults = faults;
    const made = engine({ plan, clock, chip, report });
    this.engineName = made.name;
    this.#run = (stopped) => made.run({ untilNs: FOREVER_NS, stopped });
  }

  /** Runs the firmware until `stopped` says so, or until it can go no further. */
  run(stopped: () => boolean): EngineResult {
    return this.#run(stopped);
  }

  /** A frame from outside; it arrives now. */
  receive(frame: Uint8Array): void {
    this.#outside.send(frame);
  }

  /** Runs the events that are due now. Must not be called from within an event of the clock. */
  settle(): void {
    this.clock.advanceTo(this.clock.nowNs);
  }

  /** Cuts the device's cable, or reconnects it. */
  toggleCable(): void {
    const isCut = this.#cable.linkUp;
    if (isCut) this.#cable.unplug();
    else this.#cable.plug();
    const deed = { what: isCut ? 'cut' : 'mend', at: DEVICE, directions: DIRECTIONS, peers: [OUTSIDE] } as const;
    this.#report({ kind: 'step', text: `cable ${isCut ? 'cut' : 'mended'}`, deed });
  }

  /** Resets the chip but not the CPU, like a dip of the chip's supply: registers and connections are gone. */
  resetChip(): void {
    this.#report({ kind: 'step', text: CHIP_FAULT_TEXT.reset });
    this.#faults.brownOut();
  }
}
