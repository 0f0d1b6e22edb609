import type { Clock, Nanos } from '../../clock.ts';
import type { InterruptLine } from '../../mcu/interrupt-line.ts';
import type { Mcu } from '../../mcu/mcu.ts';
import type { TickSource } from '../../mcu/tick-source.ts';
import { CYCLES_PER_BLOCK, CYCLES_PER_INTERRUPT } from '../costs.ts';
import { RunEnded } from '../ended.ts';
import { SLICE_NS, Watchdog } from '../watchdog.ts';
import { BlockBudget } from './block-budget.ts';
import type { RegisterBus } from './bus.ts';
import type { HostCpuOptions } from './cpu-options.ts';
import { CycleTime } from './cycle-time.ts';
import type { HostMemory } from './memory.ts';

/** Entries in a row into a handler that leaves UIF set; after so many the main program never runs again. */
const UNANSWERED_LIMIT = 1000;

/**
 * The CPU's time and its interrupts. Every import brackets its work with {@link enter} and {@link leave}: enter charges
 * the blocks that the firmware executed, runs due events and takes a pending interrupt; leave sets the budget of blocks
 * until the engine has control again. The tick's path allocates nothing and uses no event queue.
 */
export class HostCpu {
  interrupts = 0;
  idleWaits = 0;
  edges = 0;
  controlPoints = 0;
  /** PRIMASK: no interrupt is taken. */
  masked = false;
  readonly #clock: Clock;
  readonly #mcu: Mcu;
  readonly #timer: TickSource;
  readonly #line: InterruptLine;
  readonly #bus: RegisterBus;
  readonly #memory: HostMemory;
  readonly #watchdog: Watchdog;
  readonly #cycleTime: CycleTime;
  readonly #budget: BlockBudget;

  constructor(private readonly options: HostCpuOptions) {
    const { bus, clock, mcu, memory } = options;
    [this.#bus, this.#clock, this.#mcu, this.#memory] = [bus, clock, mcu, memory];
    [this.#timer, this.#line] = [mcu.timer, mcu.line];
    this.#watchdog = new Watchdog(options);
    this.#cycleTime = new CycleTime(options.sysclkHz);
    this.#budget = new BlockBudget(memory, options.sysclkHz);
  }

  /** @param cycles the cost of the call itself */
  enter(cycles = 0): void {
    this.#memory.revokeIdleTicks();
    const dueCycles = this.#countIdleTicks();
    this.#bus.flush();
    this.#charge(cycles + dueCycles);
    this.controlPoint();
    this.#watchdog.look(this.#line.active);
  }

  leave(): void {
    let limitNs = SLICE_NS;
    if (!this.#line.active) {
      const isStepwise = this.#bus.storePending || this.options.interruptAt !== undefined;
      limitNs = isStepwise ? 0 : Math.min(this.#timer.dueNs, this.#clock.nextDueNs) - this.#clock.nowNs;
    }
    this.#memory.asserted = this.options.chip.interrupt === 0;
    this.#budget.set(limitNs);
  }

  /** The budget is used up. */
  spent(): void {
    this.enter();
    this.leave();
  }

  /**
   * A register is about to be read or written. Only an access that depends on the time needs a control point: not the
   * read of a register that does not change by itself, and not a write of the handler, which nothing can interrupt.
   */
  access(offset: number, store: boolean): void {
    const bus = this.#bus;
    const dueCycles = this.#countIdleTicks();
    if (dueCycles > 0) this.#charge(dueCycles);
    if (store ? this.#line.active : !bus.countsTime(offset)) {
      bus.flush();
      bus.announce(offset, store);
      return;
    }
    this.enter();
    bus.announce(offset, store);
    this.leave();
  }

  /** A place where the CPU could take an interrupt; `interruptAt` may make the tick due here. */
  controlPoint(): void {
    const { interruptAt } = this.options;
    if (interruptAt !== undefined && !this.#line.active && this.#mcu.willInterrupt) {
      if (interruptAt(this.controlPoints++)) {
        this.#timer.expire(this.#clock.nowNs);
        this.#sense();
      }
    }
    if (this.#takes) this.#takeInterrupt();
  }

  /** The firmware writes PRIMASK. */
  mask(masked: boolean): void {
    this.enter();
    this.masked = masked;
    this.#watchdog.interruptsMasked(masked);
    if (!masked) this.controlPoint();
    this.leave();
  }

  get #takes(): boolean {
    return this.#line.takes && !this.masked;
  }

  /** The firmware did something that an endless loop does not. */
  progress(): void {
    this.#watchdog.progress();
  }

  /** Charges CPU time. */
  spend(cycles: number): void {
    const ns = this.#cycleTime.nsOf(cycles);
    const targetNs = this.#clock.nowNs + ns;
    if (targetNs < this.#timer.dueNs) this.#advance(targetNs);
    else this.#pass(ns);
  }

  /** WFI: sleeps until the timer's interrupt has been taken. */
  wait(): void {
    const mcu = this.#mcu;
    this.enter();
    if (this.#line.active) throw new RunEnded('stuck', 'the interrupt handler waits for an interrupt');
    this.idleWaits++;
    const before = this.interrupts;
    while (this.interrupts === before) {
      // A masked interrupt ends WFI without being taken (ARMv7-M B1.5.19).
      if (this.masked && this.#line.takes) break;
      if (!mcu.willInterrupt)
        throw new RunEnded('stuck', `nothing can end the wait for an interrupt: ${mcu.deadReason}`);
      this.#cycleTime.restart();
      this.#pass(this.#timer.dueNs - this.#clock.nowNs);
    }
    this.progress();
    if (this.options.stopped()) throw new RunEnded('stopped');
    this.leave();
    this.#allowIdleTicks();
  }

  /** Lets the ticks that are due before any other event pass in the firmware's port, without a call. */
  #allowIdleTicks(): void {
    const { interruptAt, idlePollIntervalNs, onTick, untilNs } = this.options;
    const { periodNs } = this.#timer;
    if (
      this.masked ||
      interruptAt !== undefined ||
      onTick !== undefined ||
      periodNs === null ||
      !this.#mcu.willInterrupt
    )
      return;
    const pollNs = this.#clock.nowNs + idlePollIntervalNs - periodNs;
    this.#budget.allowIdleTicks(this.#timer, Math.min(this.#clock.nextDueNs, untilNs, pollNs));
  }

  /** Counts the ticks that passed in the firmware's port. Returns the cycles still to be charged for the last one. */
  #countIdleTicks(): number {
    const memory = this.#memory;
    const ticks = memory.idleTicks;
    if (ticks === 0) return 0;
    this.edges += this.#budget.restartAfterIdleTicks();
    this.#cycleTime.restart();
    this.idleWaits += ticks;
    this.interrupts += ticks;
    // The caller may be the last tick's handler.
    for (let left = memory.handling ? ticks - 1 : ticks; left > 0; left--) this.#timer.passAnswered();
    if (!memory.handling) {
      this.#advance(this.#timer.updatedNs);
      this.progress();
      return CYCLES_PER_INTERRUPT;
    }
    this.#advance(this.#timer.dueNs);
    this.#timer.update();
    this.#mcu.sense(); // the port has set UIF in memory, and a store of the handler waits there
    this.#line.enter();
    this.#watchdog.handlerEntered();
    return 0;
  }

  /** The handler of an idle tick has returned, after something that only the simulator can judge. */
  handled(): void {
    this.#countIdleTicks();
    this.#memory.handling = false;
    this.#bus.flush();
    this.#charge(CYCLES_PER_INTERRUPT);
    this.#line.leave();
    this.progress();
    this.controlPoint();
    this.leave();
  }

  /** Charges the blocks that the firmware has executed, and `cycles` on top. */
  #charge(cycles: number): void {
    const blocks = this.#budget.takeExecuted();
    this.edges += blocks;
    const due = blocks * CYCLES_PER_BLOCK + cycles;
    if (due > 0) this.spend(due);
  }

  /** Advances time by `spanNs` of the running code, plus the time of interrupts that are taken meanwhile. */
  #pass(spanNs: Nanos): void {
    const clock = this.#clock;
    const timer = this.#timer;
    let targetNs = clock.nowNs + spanNs;
    while (timer.dueNs <= targetNs) {
      this.#advance(timer.dueNs);
      timer.update();
      this.#sense();
      if (this.#takes) {
        const fromNs = clock.nowNs;
        this.#takeInterrupt();
        targetNs += clock.nowNs - fromNs;
      }
    }
    this.#advance(targetNs);
  }

  /** The timer has changed its flags. */
  #sense(): void {
    this.#mcu.sense();
    this.#bus.keepStatus();
  }

  #advance(targetNs: Nanos): void {
    const { untilNs } = this.options;
    this.#clock.advanceTo(Math.min(targetNs, untilNs));
    if (targetNs >= untilNs) throw new RunEnded('time');
  }

  /** Runs the handler, again as long as the interrupt is pending; never nested within itself. */
  #takeInterrupt(): void {
    const { handler, handlerName, onTick } = this.options;
    const [line, timer] = [this.#line, this.#timer];
    let unanswered = 0;
    while (this.#takes) {
      if (handler === null) {
        throw new RunEnded('stuck', `the firmware has no ${handlerName}: the default handler loops for ever`);
      }
      const acknowledged = timer.acknowledged;
      line.enter();
      onTick?.(1);
      this.#memory.handling = true;
      this.interrupts++;
      this.#watchdog.handlerEntered();
      this.leave();
      handler();
      this.#memory.handling = false;
      this.#bus.flush();
      this.#charge(CYCLES_PER_INTERRUPT);
      line.leave();
      onTick?.(0);
      unanswered = timer.acknowledged === acknowledged ? unanswered + 1 : 0;
      if (unanswered > UNANSWERED_LIMIT) {
        throw new RunEnded('stuck', 'the interrupt is entered again without end, UIF is never cleared', handlerName);
      }
    }
  }
}
