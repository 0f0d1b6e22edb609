import { Nvic } from './nvic.ts';
import { PriorityGrouping } from './priority-grouping.ts';
import type { ExceptionController } from './types.ts';

export const NMI = 2;
export const PENDSV = 14;
export const SYSTICK = 15;
/** Line 0 of the NVIC. */
export const FIRST_LINE = 16;
const HARD_FAULT = 3;
const RESET_PRIORITY = -3;
/** Lower than every priority. */
const NONE = 0x100;

/** Selects the next exception: the NVIC's lines and the core's own, by priority and then by number (ARMv7-M B1.5.4). */
export class Exceptions implements ExceptionController {
  readonly nvic: Nvic;
  readonly grouping = new PriorityGrouping();
  /** Of exceptions 4 … 15, as in SHPR1 … SHPR3. */
  readonly systemPriorities = new Uint8Array(12);
  readonly #systemPending = new Set<number>();
  /** Active exceptions, outermost first. */
  readonly #active: number[] = [];
  #best = 0;
  #stale = false;

  constructor(irqCount: number) {
    this.nvic = new Nvic(irqCount);
  }

  /** The level of an interrupt line; lines that the part does not have are ignored. */
  sense(irq: number, level: boolean): void {
    this.nvic.lines[irq]?.sense(level);
    this.#stale = true;
  }

  setSystemPending(exception: number, pending: boolean): void {
    if (pending) this.#systemPending.add(exception);
    else this.#systemPending.delete(exception);
    this.#stale = true;
  }

  isSystemPending(exception: number): boolean {
    return this.#systemPending.has(exception);
  }

  /** The NVIC's registers or the priorities have changed. */
  changed(): void {
    this.#stale = true;
  }

  /** The most urgent pending and enabled exception, whatever is active; 0 for none. */
  get next(): number {
    if (this.#stale) this.#best = this.#find();
    this.#stale = false;
    return this.#best;
  }

  /** The active exception; 0 outside handlers. */
  get active(): readonly number[] {
    return this.#active;
  }

  pending(currentPriority: number): number {
    const exception = this.next;
    if (exception === 0) return 0;
    const { grouping } = this;
    return grouping.groupOf(this.priorityOf(exception)) < grouping.groupOf(currentPriority) ? exception : 0;
  }

  enter(exception: number): void {
    this.#active.push(exception);
    if (exception >= FIRST_LINE) this.nvic.lines[exception - FIRST_LINE]?.enter();
    else this.#systemPending.delete(exception);
    this.#stale = true;
  }

  leave(exception: number): void {
    const index = this.#active.lastIndexOf(exception);
    if (index >= 0) this.#active.splice(index, 1);
    if (exception >= FIRST_LINE) this.nvic.lines[exception - FIRST_LINE]?.leave();
    this.#stale = true;
  }

  priorityOf(exception: number): number {
    if (exception >= FIRST_LINE) return this.nvic.priorities[exception - FIRST_LINE] ?? 0;
    if (exception > HARD_FAULT) return this.systemPriorities[exception - 4] ?? 0;
    return RESET_PRIORITY + exception - 1;
  }

  #find(): number {
    let best = 0;
    let bestPriority = NONE;
    if (this.#systemPending.size > 0) [best, bestPriority] = this.#findSystem();
    const { enabled, lines, priorities } = this.nvic;
    for (const irq of enabled) {
      if ((priorities[irq] as number) >= bestPriority || lines[irq]?.takes !== true) continue;
      [best, bestPriority] = [irq + FIRST_LINE, priorities[irq] as number];
    }
    return best;
  }

  #findSystem(): [exception: number, priority: number] {
    let best = 0;
    let bestPriority = NONE;
    for (const exception of this.#systemPending) {
      const priority = this.priorityOf(exception);
      if (priority < bestPriority || (priority === bestPriority && exception < best)) {
        [best, bestPriority] = [exception, priority];
      }
    }
    return [best, bestPriority];
  }
}
