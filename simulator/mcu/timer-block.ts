import type { Clock, Timer } from '../clock.ts';
import type { Complaints } from './complaints.ts';
import type { Block } from './registers.ts';
import { UpdateTimer } from './timer.ts';
import { TIM } from './timer-registers.ts';

/** Register offsets, RM0008 15.4.19 and 17.4.9; all others are reserved. */
const GENERAL = [0x00, 0x04, 0x08, 0x0c, 0x10, 0x14, 0x18, 0x1c, 0x20, 0x24, 0x28, 0x2c, 0x34, 0x38, 0x3c, 0x40, 0x48];
const BASIC = [0x00, 0x04, 0x0c, 0x10, 0x14, 0x24, 0x28, 0x2c];
const DMAR = 0x4c;
const [SMCR, CCER] = [0x08, 0x20];

/** Bits of functions that {@link UpdateTimer} does not model. */
const NOT_MODELLED: Readonly<Record<number, readonly [bits: number, what: string]>> = {
  [TIM.CR1]: [0x70, 'counting down or centre-aligned'],
  [SMCR]: [0x4007, 'the slave mode or an external clock'],
  [TIM.DIER]: [0x5f5e, 'interrupts and DMA requests other than the update interrupt'],
  [CCER]: [0x3333, 'capture and compare channels'],
};

/** An {@link UpdateTimer} on the bus: the clock schedules its overflows, its interrupt goes to the NVIC. */
export class TimerBlock implements Block {
  readonly model: UpdateTimer;
  #due: Timer | undefined;
  #line = false;
  /** By offset / 4: whether there is a register. */
  readonly #registers: readonly boolean[];

  constructor(
    private readonly name: string,
    private readonly clock: Clock,
    private readonly complaints: Complaints,
    private readonly onInterrupt: (level: boolean) => void,
    clockHz: number,
  ) {
    this.model = new UpdateTimer(clockHz);
    const isBasic = name === 'TIM6' || name === 'TIM7';
    const offsets = new Set(isBasic ? BASIC : [...GENERAL, DMAR]);
    this.#registers = Array.from({ length: DMAR / 4 + 1 }, (_, index) => offsets.has(4 * index));
  }

  has(offset: number): boolean {
    return offset <= DMAR && this.#registers[offset >>> 2] === true;
  }

  read(offset: number): number {
    return this.model.read(offset, this.clock.nowNs);
  }

  write(offset: number, word: number): void {
    const other = offset === TIM.SR ? undefined : NOT_MODELLED[offset];
    if (other !== undefined && (word & other[0]) !== 0) {
      this.complaints.once('mcu/not-modelled', `${this.name}: ${other[1]} are not modelled`);
    }
    this.model.write(offset, word & 0xffff, this.clock.nowNs);
    this.#follow();
  }

  merge(): number {
    throw new Error('a timer is on APB, where writes are whole words');
  }

  readOnly(): boolean {
    return false;
  }

  reset(): void {
    this.model.reset(this.clock.nowNs);
    this.#follow();
  }

  setClocked(on: boolean): void {
    this.model.setClocked(on, this.clock.nowNs);
    this.#follow();
  }

  setClockHz(hz: number): void {
    this.model.setClockHz(hz, this.clock.nowNs);
    this.#follow();
  }

  /** Makes the running counter overflow now; later overflows keep that phase. */
  expire(): void {
    this.model.expire(this.clock.nowNs);
    this.#follow();
  }

  /** Schedules the next overflow and passes the line on. */
  #follow(): void {
    const { dueNs, line } = this.model;
    if (this.#due?.dueNs !== dueNs) {
      this.#due?.cancel();
      this.#due = dueNs === Infinity ? undefined : this.clock.at(dueNs, this.#overflow);
    }
    if (line === this.#line) return;
    this.#line = line;
    this.onInterrupt(line);
  }

  readonly #overflow = (): void => {
    this.#due = undefined;
    this.model.update();
    this.#follow();
  };
}
