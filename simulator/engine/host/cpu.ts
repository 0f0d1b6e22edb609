import { type Nanos, NS_PER_S } from '../../clock.ts';
import { CYCLES_PER_BLOCK, CYCLES_PER_INTERRUPT } from '../costs.ts';
import type { Mcu } from '../mcu/mcu.ts';
import type { RegisterBus } from './bus.ts';
import { Ended } from './ended.ts';
import type { HostMemory } from './memory.ts';
import { SLICE_NS, Watchdog, type WatchdogOptions } from './watchdog.ts';

/** Entries in a row into a handler that leaves UIF set; after so many the program behind it never runs again. */
const UNANSWERED_LIMIT = 1000;

export interface CpuOptions extends WatchdogOptions {
  readonly untilNs: Nanos;
  readonly mcu: Mcu;
  readonly bus: RegisterBus;
  readonly memory: HostMemory;
  readonly sysclkHz: number;
  readonly handlerName: string;
  /** Null when the firmware defines no function of that name. */
  readonly handler: (() => void) | null;
  readonly interruptAt: ((point: number) => boolean) | undefined;
}

/**
 * The CPU's time and its interrupts. Every import brackets its work with {@link enter} and {@link leave}: enter
 * charges what the firmware executed since, runs what is due, and takes a pending interrupt; leave says how much may
 * be executed before the engine wants control again. The tick's path allocates nothing and uses no event queue.
 */
export class HostCpu {
  interrupts = 0;
  idleWaits = 0;
  edges = 0;
  controlPoints = 0;
  /** Budget as last set or seen: the difference to memory's is what was executed. */
  #budget: number;
  /** Fraction of a nanosecond not yet charged, in units of 1 / sysclkHz ns. */
  #fraction = 0;
  readonly #watchdog: Watchdog;
  readonly #blocksPerNs: number;
  readonly #sliceBlocks: number;

  constructor(private readonly options: CpuOptions) {
    this.#budget = options.memory.budget;
    this.#watchdog = new Watchdog(options);
    this.#blocksPerNs = options.sysclkHz / (CYCLES_PER_BLOCK * NS_PER_S);
    this.#sliceBlocks = Math.ceil(SLICE_NS * this.#blocksPerNs);
  }

  /** `cycles` are what the call itself costs. */
  enter(cycles = 0): void {
    this.options.bus.flush();
    this.#charge(cycles);
    this.controlPoint();
    this.#watchdog.look(this.options.mcu.nvic.line.active);
  }

  leave(): void {
    const { bus, clock, interruptAt, memory, mcu } = this.options;
    let blocks = this.#sliceBlocks;
    if (!mcu.nvic.line.active) {
      if (bus.storePending || interruptAt !== undefined) blocks = 1;
      else {
        const dueNs = mcu.timer.dueNs - clock.nowNs;
        if (dueNs < SLICE_NS) blocks = Math.max(1, Math.ceil(dueNs * this.#blocksPerNs));
      }
    }
    memory.budget = blocks;
    this.#budget = blocks;
  }

  /** The budget is used up. */
  spent(): void {
    this.enter();
    this.leave();
  }

  /**
   * A register is about to be read or written. Only what depends on the moment is worth a control point: not the
   * reading of a register that holds still, nor what the handler, which nothing can interrupt, writes.
   */
  access(offset: number, store: boolean): void {
    const { bus, mcu } = this.options;
    if (store ? mcu.nvic.line.active : !bus.countsTime(offset)) {
      bus.flush();
      bus.announce(offset, store);
      return;
    }
    this.enter();
    bus.announce(offset, store);
    this.leave();
  }

  /** A place where the CPU could take an interrupt; `interruptAt` may let the tick fall due here. */
  controlPoint(): void {
    const { clock, interruptAt, mcu } = this.options;
    if (interruptAt !== undefined && !mcu.nvic.line.active && mcu.willInterrupt) {
      if (interruptAt(this.controlPoints++)) {
        mcu.timer.expire(clock.nowNs);
        mcu.sense();
      }
    }
    if (mcu.nvic.line.takes) this.#takeInterrupt();
  }

  /** The firmware did something that an endless loop does not. */
  progress(): void {
    this.#watchdog.progress();
  }

  /** Charges CPU time. */
  spend(cycles: number): void {
    const { sysclkHz } = this.options;
    const due = this.#fraction + cycles * NS_PER_S;
    const ns = Math.floor(due / sysclkHz);
    this.#fraction = due - ns * sysclkHz;
    this.#pass(ns);
  }

  /** WFI: sleeps until the timer's interrupt has been taken. */
  wait(): void {
    const { clock, mcu, stopped } = this.options;
    this.enter();
    if (mcu.nvic.line.active) throw new Ended('stuck', 'the interrupt handler waits for an interrupt');
    this.idleWaits++;
    const before = this.interrupts;
    while (this.interrupts === before) {
      if (!mcu.willInterrupt) throw new Ended('stuck', `nothing can end the wait for an interrupt: ${mcu.deadReason}`);
      this.#pass(mcu.timer.dueNs - clock.nowNs);
    }
    this.progress();
    if (stopped()) throw new Ended('stopped');
    this.leave();
  }

  /** Charges what the firmware executed since the budget was last set or seen, and `cycles` on top. */
  #charge(cycles: number): void {
    const left = this.options.memory.budget;
    const blocks = this.#budget - left;
    this.#budget = left;
    this.edges += blocks;
    const due = blocks * CYCLES_PER_BLOCK + cycles;
    if (due > 0) this.spend(due);
  }

  /** Lets `spanNs` of the running code go by; an interrupt taken on the way comes on top. */
  #pass(spanNs: Nanos): void {
    const { clock, mcu } = this.options;
    const { timer } = mcu;
    let targetNs = clock.nowNs + spanNs;
    while (timer.dueNs <= targetNs) {
      this.#advance(timer.dueNs);
      timer.update();
      mcu.sense();
      if (mcu.nvic.line.takes) {
        const fromNs = clock.nowNs;
        this.#takeInterrupt();
        targetNs += clock.nowNs - fromNs;
      }
    }
    this.#advance(targetNs);
  }

  #advance(targetNs: Nanos): void {
    const { clock, untilNs } = this.options;
    if (targetNs >= untilNs) {
      clock.advanceTo(untilNs);
      throw new Ended('time');
    }
    clock.advanceTo(targetNs);
  }

  /** Runs the handler, again as long as the interrupt is pending; never nested within itself. */
  #takeInterrupt(): void {
    const { bus, handler, handlerName, mcu } = this.options;
    const { line } = mcu.nvic;
    let unanswered = 0;
    while (line.takes) {
      if (handler === null) {
        throw new Ended('stuck', `the firmware has no ${handlerName}: the default handler loops for ever`);
      }
      const acknowledged = mcu.timer.acknowledged;
      line.enter();
      this.interrupts++;
      this.#watchdog.handlerEntered();
      this.leave();
      handler();
      bus.flush();
      this.#charge(CYCLES_PER_INTERRUPT);
      line.leave();
      unanswered = mcu.timer.acknowledged === acknowledged ? unanswered + 1 : 0;
      if (unanswered > UNANSWERED_LIMIT) {
        throw new Ended('stuck', 'the interrupt is entered again without end, UIF is never cleared', handlerName);
      }
    }
  }
}
