import { END_REASONS, type Plan } from '../../../generator/plan/types.ts';
import type { WiznetChip } from '../../chip/chip.ts';
import type { Report } from '../../timeline.ts';
import { CYCLES_BETWEEN_SPI_BYTES, CYCLES_PER_PIN_ACCESS, CYCLES_PER_SPI_FRAME } from '../costs.ts';
import type { HostCpu } from './cpu.ts';
import type { HostMemory } from './memory.ts';

/** What the board withholds from the firmware, for tests of its error paths. */
export interface BoardFaults {
  /** Whether the SPI peripheral stays silent for this frame (counted from 0); the chip sees nothing of it. */
  readonly spi?: (frame: number) => boolean;
  /** SYSCLK does not come up as planned. */
  readonly clock?: boolean;
}

export interface BoardOptions {
  readonly plan: Plan;
  readonly chip: WiznetChip;
  readonly report: Report;
  readonly memory: HostMemory;
  readonly cpu: HostCpu;
  readonly faults: BoardFaults;
}

/** The board around the CPU: the chip on its SPI bus, RSTn, INTn, and the application's hooks. */
export class Board {
  spiBytes = 0;
  spiFrames = 0;
  #inFrame = false;
  readonly #cyclesPerByte: number;

  constructor(private readonly options: BoardOptions) {
    const { clock, spi } = options.plan;
    this.#cyclesPerByte = Math.round((8 * clock.sysclkHz) / spi.clockHz) + CYCLES_BETWEEN_SPI_BYTES;
  }

  /**
   * One frame: the header out, then data out, or data in while zeros go out; addresses in the firmware's memory.
   * Interrupts come between bytes too.
   */
  transfer(headerAt: number, headerLength: number, dataAt: number, length: number, reading: boolean): boolean {
    const { chip, cpu, faults, memory, report } = this.options;
    const { bytes } = memory;
    const header = memory.buffer(headerAt, headerLength);
    const data = memory.buffer(dataAt, length);
    cpu.enter();
    const frame = this.spiFrames++;
    if (faults.spi?.(frame) === true) {
      cpu.leave();
      return false;
    }
    if (this.#inFrame) {
      report({ kind: 'violation', rule: 'spi/nested', text: 'an SPI frame begins within another, in an interrupt' });
    }
    this.#inFrame = true;
    chip.select();
    cpu.spend(CYCLES_PER_SPI_FRAME);
    for (let i = header; i < header + headerLength; i++) this.#exchange(bytes[i] as number);
    for (let i = data; i < data + length; i++) {
      if (reading) bytes[i] = this.#exchange(0);
      else this.#exchange(bytes[i] as number);
    }
    chip.deselect();
    this.#inFrame = false;
    cpu.progress();
    cpu.leave();
    return true;
  }

  reset(asserted: boolean): void {
    this.#pin();
    this.options.chip.reset(asserted ? 0 : 1);
    this.options.cpu.leave();
  }

  /** Whether INTn is low. */
  interrupt(): boolean {
    this.#pin();
    const low = this.options.chip.interrupt === 0;
    this.options.cpu.leave();
    return low;
  }

  ended(socket: number, reason: number): void {
    this.options.report({
      kind: 'firmware',
      what: 'ended',
      socket,
      reason: END_REASONS[reason - 1] ?? `unknown reason ${reason}`,
    });
  }

  fault(fault: number): void {
    this.options.report({ kind: 'firmware', what: 'fault', text: `fault ${fault}` });
  }

  #exchange(mosi: number): number {
    const { chip, cpu } = this.options;
    cpu.spend(this.#cyclesPerByte);
    const miso = chip.exchangeByte(mosi);
    this.spiBytes++;
    cpu.controlPoint();
    return miso;
  }

  #pin(): void {
    this.options.cpu.enter();
    this.options.cpu.spend(CYCLES_PER_PIN_ACCESS);
  }
}
