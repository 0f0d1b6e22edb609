import type { BoardPlan } from '../../../contract/board.ts';
import type { WiznetChip } from '../../chip/chip.ts';
import { type Clock, type Nanos, NS_PER_S } from '../../clock.ts';
import { HSE_START_NS, PLL_LOCK_NS } from '../../mcu/system-clock.ts';
import type { Report } from '../../timeline.ts';
import { CYCLES_BETWEEN_SPI_BYTES, CYCLES_PER_PIN_ACCESS, CYCLES_PER_SPI_FRAME } from '../costs.ts';
import { endedEvent, faultEvent } from '../hooks.ts';
import { createTraceLines } from '../trace-lines.ts';
import type { HostCpu } from './cpu.ts';
import type { HostMemory } from './memory.ts';

/** What the board withholds from the firmware, for tests of its error paths. */
export interface BoardFaults {
  /** Whether the SPI peripheral does not move this byte, counted from 0 over all that the firmware wants moved. */
  readonly spi?: (byte: number) => boolean;
  /** SYSCLK does not come up as planned. */
  readonly clock?: boolean;
}

/** On a serial line, with start and stop bit. */
const BITS_PER_BYTE = 10;

export interface HostBoardOptions {
  readonly plan: BoardPlan;
  readonly chip: WiznetChip;
  readonly clock: Clock;
  readonly report: Report;
  readonly memory: HostMemory;
  readonly cpu: HostCpu;
  readonly faults: BoardFaults;
}

/** The board around the CPU: the chip on its SPI bus, RSTn, INTn, and the application's hooks. */
export class HostBoard {
  spiBytes = 0;
  spiFrames = 0;
  /** The SPI did not move a byte since the last change of RSTn. */
  #selected = false;
  #wanted = 0;
  readonly #cyclesPerByte: number;
  /** When the USART's data register becomes free, and its shift register. */
  #dataFreeNs: Nanos = 0;
  #shiftFreeNs: Nanos = 0;
  readonly #traceByteNs: Nanos;
  readonly #traceLine: (byte: number) => void;

  constructor(private readonly options: HostBoardOptions) {
    const { clock, spi } = options.plan;
    this.#cyclesPerByte = Math.round((8 * clock.sysclkHz) / spi.clockHz) + CYCLES_BETWEEN_SPI_BYTES;
    const { trace } = options.plan;
    this.#traceByteNs = trace === null ? 0 : Math.round((BITS_PER_BYTE * trace.divider * NS_PER_S) / trace.inputHz);
    this.#traceLine = createTraceLines(options.report);
  }

  /** The crystal and the PLL start, one after the other, with the part's start-up times. */
  startClock(comesUp: boolean): boolean {
    const { cpu, plan } = this.options;
    const { pll, source, sysclkHz } = plan.clock;
    const startNs = (source === 'HSE' ? HSE_START_NS : 0) + (pll ? PLL_LOCK_NS : 0);
    cpu.enter(Math.round((startNs * sysclkHz) / NS_PER_S));
    cpu.leave();
    return comesUp;
  }

  /** CSn. A frame that begins within another one can only come from an interrupt, and destroys both. */
  select(selected: boolean): void {
    const { chip, cpu, report } = this.options;
    cpu.enter(CYCLES_PER_SPI_FRAME / 2);
    if (selected && this.#selected) {
      report({ kind: 'violation', rule: 'spi/nested', text: 'an SPI frame begins within another' });
    }
    if (selected && !this.#selected) this.spiFrames++;
    this.#selected = selected;
    if (selected) chip.select();
    else chip.deselect();
    cpu.progress();
    cpu.leave();
  }

  /**
   * Transfers bytes in both directions, by addresses in the firmware's memory; 0: sends zeros, or drops received bytes.
   * Interrupts are taken between bytes. Returns false if the SPI did not transfer a byte, which ends the call.
   */
  exchange(out: number, into: number, length: number): boolean {
    const { cpu, faults, memory } = this.options;
    const { bytes } = memory;
    const from = memory.buffer(out, length);
    const to = memory.buffer(into, length);
    cpu.enter();
    for (let i = 0; i < length; i++) {
      cpu.spend(this.#cyclesPerByte);
      if (faults.spi?.(this.#wanted++) === true) {
        cpu.leave();
        return false;
      }
      const received = this.options.chip.exchangeByte(out === 0 ? 0 : (bytes[from + i] as number));
      this.spiBytes++;
      if (into !== 0) bytes[to + i] = received;
      cpu.controlPoint();
    }
    cpu.leave();
    return true;
  }

  /** The part has been reset: its pins are inputs, and CSn and RSTn are pulled up. */
  release(): void {
    const { chip } = this.options;
    if (this.#selected) chip.deselect();
    this.#selected = false;
    chip.reset(1);
  }

  reset(asserted: boolean): void {
    this.options.cpu.enter(CYCLES_PER_PIN_ACCESS);
    this.options.chip.reset(asserted ? 0 : 1);
    this.options.cpu.leave();
  }

  /** Sends a byte to the serial port; returns false while its data register is full. */
  trace(byte: number): boolean {
    const { clock, cpu } = this.options;
    cpu.enter(CYCLES_PER_PIN_ACCESS);
    const { nowNs } = clock;
    const isFree = nowNs >= this.#dataFreeNs;
    if (isFree) {
      this.#dataFreeNs = Math.max(nowNs, this.#shiftFreeNs);
      this.#shiftFreeNs = this.#dataFreeNs + this.#traceByteNs;
      this.#traceLine(byte);
    }
    cpu.leave();
    return isFree;
  }

  ended(socket: number, reason: number): void {
    this.options.report(endedEvent(socket, reason));
  }

  fault(fault: number): void {
    this.options.report(faultEvent(fault, this.options.plan));
  }
}
