/** A chip with injected faults: a bad supply, a loose wire or a noisy bus. */
import { type Clock, type Nanos, NS_PER_MS, NS_PER_S } from '../clock.ts';
import { type Random, randomFrom } from '../random.ts';
import type { Report } from '../timeline.ts';
import { type BitErrors, type Disturbance, disturb } from './bit-errors.ts';
import type { WiznetChip } from './chip.ts';

/**
 * `absent`: the chip has no power and sends nothing; MISO is not driven and reads ones. `miso-low`, `miso-high`: MISO is
 * stuck, so that the microcontroller reads only zeros or ones; MOSI works.
 */
export type ChipFault = { readonly is: 'absent' | 'miso-low' | 'miso-high' } | BitErrors;

/** A time in which the microcontroller cannot trust the chip. */
export interface FaultInterval {
  readonly is: ChipFault['is'] | 'reset';
  readonly fromNs: Nanos;
  /** Null: not over. */
  readonly untilNs: Nanos | null;
}

/** Injects faults into a chip. */
export interface ChipFaults {
  /** Replaces an earlier fault. */
  begin(fault: ChipFault): void;
  /** Ends the fault. A chip that was absent starts with its registers at their reset values. */
  end(): void;
  /** A dip of the supply: all registers get their reset values, connections are lost, and nothing reports it. */
  brownOut(): void;
  /** The microcontroller is reset: an SPI frame may be cut short, and the firmware knows no state of the chip. */
  hostReset(): void;
  /** Each lasts one second longer than the fault, unless the firmware resets the chip before that. */
  readonly intervals: readonly FaultInterval[];
}

export interface FaultyChipOptions {
  readonly clock: Clock;
  readonly report: Report;
  readonly seed: number;
}

const DIP_NS = NS_PER_MS;
const AFTERWARDS_NS = NS_PER_S;
/** Separates these random numbers from the chip's own. */
const STREAM = 0x6661_756c;

class FaultyChip implements WiznetChip, ChipFaults {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #chip: WiznetChip;
  readonly #intervals: FaultInterval[] = [];
  #fault: ChipFault | null = null;
  #disturbance: Disturbance | null = null;
  #level: 0 | 1 = 1;
  #dips = 0;

  constructor({ clock, report, seed }: FaultyChipOptions, create: (report: Report) => WiznetChip) {
    this.#clock = clock;
    this.#random = randomFrom(seed ^ STREAM);
    this.#chip = create((event) =>
      report(event.kind === 'violation' && this.#isFaulty ? { ...event, excused: true } : event),
    );
  }

  get intervals(): readonly FaultInterval[] {
    return this.#intervals;
  }

  get interrupt(): 0 | 1 {
    return this.#chip.interrupt;
  }

  select(): void {
    this.#disturbance?.select();
    if (this.#fault?.is !== 'absent') this.#chip.select();
  }

  deselect(): void {
    this.#chip.deselect();
  }

  exchange(bytes: Uint8Array): Uint8Array {
    return bytes.map((byte) => this.exchangeByte(byte));
  }

  exchangeByte(mosi: number): number {
    const fault = this.#fault;
    if (fault === null) return this.#chip.exchangeByte(mosi);
    if (fault.is === 'absent') return 0xff;
    if (this.#disturbance !== null) return this.#disturbed(mosi, this.#disturbance);
    this.#chip.exchangeByte(mosi);
    return fault.is === 'miso-low' ? 0x00 : 0xff;
  }

  reset(level: 0 | 1): void {
    if (level === 0 && this.#level === 1 && this.#fault === null) this.#endInterval(this.#clock.nowNs);
    this.#level = level;
    this.#drive();
  }

  begin(fault: ChipFault): void {
    this.end();
    this.#fault = fault;
    this.#disturbance = fault.is === 'bit-errors' ? disturb(fault, this.#random) : null;
    this.#beginInterval(fault.is);
    if (fault.is === 'absent') this.#chip.deselect();
    this.#drive();
  }

  end(): void {
    if (this.#fault === null) return;
    this.#fault = null;
    this.#disturbance = null;
    this.#endInterval(this.#clock.nowNs + AFTERWARDS_NS);
    this.#drive();
  }

  hostReset(): void {
    this.#beginReset();
  }

  brownOut(): void {
    this.#beginReset();
    this.#dips++;
    this.#drive();
    this.#clock.after(DIP_NS, () => {
      this.#dips--;
      this.#drive();
    });
  }

  get #isFaulty(): boolean {
    const untilNs = this.#intervals.at(-1)?.untilNs;
    return untilNs === null || (untilNs !== undefined && this.#clock.nowNs < untilNs);
  }

  #disturbed(mosi: number, lines: Disturbance): number {
    const miso = lines.miso(this.#chip.exchangeByte(lines.mosi(mosi)));
    if (lines.isOver) this.end();
    return miso;
  }

  #beginReset(): void {
    if (this.#fault !== null) return;
    this.#beginInterval('reset');
    this.#endInterval(this.#clock.nowNs + DIP_NS + AFTERWARDS_NS);
  }

  /** RSTn at the chip: a chip whose supply fails is reset as well. */
  #drive(): void {
    this.#chip.reset(this.#level === 0 || this.#dips > 0 || this.#fault?.is === 'absent' ? 0 : 1);
  }

  #beginInterval(is: FaultInterval['is']): void {
    this.#endInterval(this.#clock.nowNs);
    this.#intervals.push({ is, fromNs: this.#clock.nowNs, untilNs: null });
  }

  /** Ends the latest interval only, and never later than it would have ended. */
  #endInterval(untilNs: Nanos): void {
    const last = this.#intervals.at(-1);
    if (last === undefined || (last.untilNs !== null && last.untilNs <= untilNs)) return;
    this.#intervals[this.#intervals.length - 1] = { ...last, untilNs };
  }
}

/** `create` gets the chip's `report`, which marks violations during a fault as excused. */
export function createFaultyChip(
  options: FaultyChipOptions,
  create: (report: Report) => WiznetChip,
): { readonly chip: WiznetChip; readonly faults: ChipFaults } {
  const chip = new FaultyChip(options, create);
  return { chip, faults: chip };
}
