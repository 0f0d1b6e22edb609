import { type Nanos, NS_PER_S } from '../../clock.ts';
import type { TickSource } from '../../mcu/tick-source.ts';
import { CYCLES_PER_BLOCK } from '../costs.ts';
import { SLICE_NS } from '../watchdog.ts';
import type { HostMemory } from './memory.ts';

/**
 * How many basic blocks the firmware may execute before the engine has control again, how many it has executed, and the
 * ticks that may pass in the firmware's port meanwhile.
 */
export class BlockBudget {
  /** The budget as last set or read; its difference to memory's is the number of executed blocks. */
  #last: number;
  readonly #memory: HostMemory;
  readonly #blocksPerNs: number;
  readonly #sliceBlocks: number;

  constructor(memory: HostMemory, sysclkHz: number) {
    this.#memory = memory;
    this.#last = memory.budget;
    this.#blocksPerNs = sysclkHz / (CYCLES_PER_BLOCK * NS_PER_S);
    this.#sliceBlocks = Math.ceil(SLICE_NS * this.#blocksPerNs);
  }

  /** Up to the next slice, or `limitNs` of CPU time if that is shorter; at least one block. */
  set(limitNs: Nanos): void {
    const blocks = limitNs < SLICE_NS ? Math.max(1, Math.ceil(limitNs * this.#blocksPerNs)) : this.#sliceBlocks;
    this.#memory.budget = blocks;
    this.#last = blocks;
  }

  /** Blocks that were executed since the budget was last set or read. */
  takeExecuted(): number {
    const left = this.#memory.budget;
    const blocks = this.#last - left;
    this.#last = left;
    return blocks;
  }

  /** Lets the ticks before `limitNs` pass in the firmware's port, without a call of the engine. */
  allowIdleTicks({ dueNs, periodNs }: TickSource, limitNs: Nanos): void {
    if (periodNs === null) return;
    // A period is up to 1 ns longer than its whole nanoseconds say.
    const ticks = Math.floor((limitNs - 1 - dueNs) / (periodNs + 1)) + 1;
    const blocksPerTick = Math.min(this.#sliceBlocks, Math.ceil(periodNs * this.#blocksPerNs));
    if (ticks > 0) this.#memory.allowIdleTicks(ticks, blocksPerTick);
  }

  /** The idle ticks have been counted. Returns the blocks that were executed before the last of them. */
  restartAfterIdleTicks(): number {
    const blocks = this.#memory.takeIdleBlocks();
    this.#last = this.#memory.blocksPerTick;
    return blocks;
  }
}
