import type { BoardPlan } from '../../../contract/board.ts';
import type { WiznetChip } from '../../chip/chip.ts';
import { type Clock, type Nanos, NS_PER_MS, NS_PER_S } from '../../clock.ts';
import { Mcu } from '../../mcu/mcu.ts';
import { POWER_ON_FLAGS } from '../../mcu/rcc-registers.ts';
import type { OnSignal } from '../../signals.ts';
import type { Report } from '../../timeline.ts';
import { RunEnded } from '../ended.ts';
import type { Engine, EngineResult, EngineStats, RunOptions } from '../engine.ts';
import { mergeStats } from '../merge-stats.ts';
import { RESET_FLAGS, RESET_LIMIT, RESETS, SystemReset } from '../system-reset.ts';
import { type BoardFaults, HostBoard } from './board.ts';
import { RegisterBus } from './bus.ts';
import { HostCpu } from './cpu.ts';
import { importsOf, type RunParts } from './imports.ts';
import { HostMemory } from './memory.ts';
import { firmwareFrames, withLongStacks } from './stack.ts';
import { instantiate, isTrap } from './wasm.ts';

export interface HostEngineOptions {
  /** A build made by `buildHostFirmware`. */
  readonly wasm: Uint8Array;
  readonly plan: BoardPlan;
  readonly clock: Clock;
  readonly chip: WiznetChip;
  readonly report: Report;
  /** Called when `tick` changes; the engine then takes each tick individually, which is slower. */
  readonly onSignal?: OnSignal;
  readonly faults?: BoardFaults;
  /**
   * CPU time that firmware may spend without sleeping and without an SPI frame, or in one run of its handler, before
   * it counts as stuck. Default: 10 s.
   */
  readonly spinLimitNs?: Nanos;
  /**
   * For sweeps over the moments at which an interrupt may come: called at every control point (between basic blocks,
   * between SPI bytes, at every port call) once the timer runs, with its number, counted from 0. True makes the tick due
   * there, and the timer starts its next period there. Each block becomes a control point, so runs are slower.
   */
  readonly interruptAt?: (point: number) => boolean;
  /** LSI, which drives the independent watchdog. Default: 40 kHz; parts have 30 to 60 kHz. */
  readonly lsiHz?: number;
}

/**
 * The engine that runs firmware compiled to WebAssembly, on the caller's clock. The timer's period, its interrupt
 * and everything that enables it come from the registers that the firmware wrote.
 *
 * Not modelled: RAM that survives a reset, instruction timing (costs are estimates per basic block), the part's RAM size, reads and writes
 * through bad pointers that stay inside WebAssembly's memory, the register accesses of the port and of the clock's set-up.
 */
export function createHostEngine(options: HostEngineOptions): Engine {
  let used = false;
  return {
    name: 'host',
    run(limits) {
      if (used) throw new Error('an engine runs once');
      used = true;
      return withLongStacks(() => runOnce(options, limits));
    },
  };
}

/** From power-on, and again after each reset. */
function runOnce(options: HostEngineOptions, limits: RunOptions): EngineResult {
  const earlier: EngineStats[] = [];
  let machine = assemble(options, limits, POWER_ON_FLAGS);
  for (;;) {
    const result = runMachine(machine, earlier);
    if (!(result instanceof SystemReset)) return { ...result, stats: mergeStats([...earlier, result.stats]) };
    earlier.push(statsOf(machine));
    machine = assemble(options, limits, afterReset(machine, result, options));
  }
}

/** Returns the flags of RCC_CSR. A reset that neither the scenario nor anybody else asked for shows as a violation. */
function afterReset({ board, mcu }: RunParts, { by, stack, what }: SystemReset, options: HostEngineOptions): number {
  const where = firmwareFrames(stack);
  const place = where.length === 0 ? '' : `, in ${where.join(' < ')}`;
  if (by !== 'pin') options.report({ kind: 'violation', rule: 'mcu/reset', text: `${what}${place}` });
  mcu.stop();
  board.release();
  return mcu.resetFlags | RESET_FLAGS[by];
}

function runMachine(machine: RunParts, earlier: readonly EngineStats[]): EngineResult | SystemReset {
  const { firmware } = machine;
  try {
    firmware.__wasm_call_ctors();
    firmware.main();
    return { end: 'returned', reason: 'main returned', where: 'main', stats: statsOf(machine) };
  } catch (thrown) {
    if (thrown instanceof RunEnded) return endOf(thrown, machine);
    if (thrown instanceof SystemReset) {
      if (earlier.length < RESET_LIMIT) return thrown;
      return endOf(new RunEnded('stuck', `${RESET_LIMIT} resets, the last one: ${thrown.what}`), machine);
    }
    if (!isTrap(thrown)) throw thrown;
    const frames = firmwareFrames(thrown.stack);
    return { end: 'trap', reason: thrown.message, ...whereOf(frames), stats: statsOf(machine) };
  }
}

function endOf(ended: RunEnded, machine: RunParts): EngineResult {
  const { end, reason, culprit } = ended;
  const frames = firmwareFrames(ended.stack);
  if (reason === undefined) return { end, ...whereOf(frames), stats: statsOf(machine) };
  return {
    end,
    reason,
    ...whereOf(culprit === undefined ? frames : [culprit, ...frames]),
    stats: statsOf(machine),
  };
}

function whereOf(frames: readonly string[]): { where?: string } {
  return frames.length === 0 ? {} : { where: frames.join(' < ') };
}

function statsOf({ board, cpu, mcu }: RunParts): EngineResult['stats'] {
  return {
    interrupts: cpu.interrupts,
    overruns: mcu.timer.overruns,
    idleWaits: cpu.idleWaits,
    spiBytes: board.spiBytes,
    spiFrames: board.spiFrames,
    edges: cpu.edges,
    controlPoints: cpu.controlPoints,
    tickNs: mcu.timer.periodNs,
    cpu: null,
  };
}

function assemble(options: HostEngineOptions, limits: RunOptions, resetFlags: number): RunParts {
  const { chip, clock, onSignal, plan, report, wasm } = options;
  const { handler: handlerName } = plan.timer;
  const faults = options.faults ?? {};
  // The imports are not called before main, when everything below exists.
  const firmware = instantiate(
    wasm,
    importsOf(() => machine, faults.clock !== true),
  );
  const mcu = new Mcu({
    timer: plan.timer,
    violation: (rule, text) => report({ kind: 'violation', rule, text }),
    ...{ clock, lsiHz: options.lsiHz, resetFlags },
    onResetRequest: () => {
      throw RESETS.software();
    },
    onWatchdog: () => {
      throw RESETS.watchdog();
    },
  });
  const memory = new HostMemory(firmware);
  const bus = new RegisterBus(clock, memory, mcu);
  const exported = firmware[handlerName];
  const handler = typeof exported === 'function' ? (exported as () => void) : null;
  const { interruptAt, spinLimitNs = 10 * NS_PER_S } = options;
  const { sysclkHz } = plan.clock;
  const cpu = new HostCpu({
    ...limits,
    idlePollIntervalNs: limits.idlePollIntervalNs ?? NS_PER_MS,
    chip,
    clock,
    mcu,
    bus,
    memory,
    sysclkHz,
    handlerName,
    handler,
    spinLimitNs,
    interruptAt,
    onTick: onSignal && ((level) => onSignal('tick', level, clock.nowNs)),
  });
  const board = new HostBoard({ plan, chip, clock, report, memory, cpu, faults });
  const machine: RunParts = { firmware, mcu, cpu, board };
  return machine;
}
