import type { BoardPlan } from '../../../contract/board.ts';
import type { WiznetChip } from '../../chip/chip.ts';
import type { Report } from '../../timeline.ts';
import { createTraceLines } from '../trace-lines.ts';
import { SpiElsewhere } from './spi-elsewhere.ts';

export interface ArmBoardOptions {
  readonly plan: BoardPlan;
  readonly chip: WiznetChip;
  readonly report: Report;
  /** A frame has begun. */
  readonly onFrame: () => void;
}

/** The level of MISO while no device drives it. */
const UNDRIVEN = 0xff;

/** The board around the part, wired as the plan says: the chip on its SPI, CSn, RSTn, INTn, and a terminal on USART1. */
export class ArmBoard {
  spiBytes = 0;
  spiFrames = 0;
  readonly #elsewhere: SpiElsewhere;
  #selected = false;
  #interrupt: 0 | 1 = 1;
  readonly #traceLine: (byte: number) => void;

  constructor(private readonly options: ArmBoardOptions) {
    this.#traceLine = createTraceLines(options.report);
    this.#elsewhere = new SpiElsewhere(options.plan);
  }

  /** The part drives a pin with another level; null: no longer driven, so CSn and RSTn are pulled up. */
  pin(name: string, level: 0 | 1 | null): void {
    const { chip, onFrame, plan } = this.options;
    if (name === plan.gpio.reset?.name) chip.reset(level ?? 1);
    this.#elsewhere.pin(name, level);
    if (name !== plan.gpio.cs.name) return;
    const selected = level === 0;
    if (selected === this.#selected) return;
    this.#selected = selected;
    if (!selected) {
      chip.deselect();
      return;
    }
    this.spiFrames++;
    onFrame();
    chip.select();
  }

  /** The pins that {@link level} gives a level for. */
  get driven(): readonly string[] {
    const { interrupt } = this.options.plan.gpio;
    return interrupt === null ? [] : [interrupt.name];
  }

  /** The level that the board drives a pin with; null if it does not drive it. */
  level(name: string): 0 | 1 | null {
    const { chip, plan } = this.options;
    return name === plan.gpio.interrupt?.name ? chip.interrupt : null;
  }

  /** Reports a change of INTn since the last call. */
  sense(changed: (pin: string) => void): void {
    const { chip, plan } = this.options;
    if (plan.gpio.interrupt === null || chip.interrupt === this.#interrupt) return;
    this.#interrupt = chip.interrupt;
    changed(plan.gpio.interrupt.name);
  }

  /** A byte has been shifted out of an SPI; returns the one that has been shifted in. */
  exchange(instance: string, mosi: number): number {
    this.#elsewhere.byte(instance, this.#selected);
    if (instance !== this.options.plan.spi.instance) return UNDRIVEN;
    this.spiBytes++;
    return this.options.chip.exchangeByte(mosi);
  }

  /** The run has ended. */
  finish(): void {
    const text = this.#elsewhere.text;
    if (text !== null) this.options.report({ kind: 'violation', rule: 'spi/elsewhere', text });
  }

  /** A byte has left USART1. */
  transmit(byte: number): void {
    this.#traceLine(byte);
  }
}
