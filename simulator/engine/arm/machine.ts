import type { TimerName } from '../../../contract/board.ts';
import { type Nanos, NS_PER_S, type Timer } from '../../clock.ts';
import { POWER_ON_FLAGS } from '../../mcu/rcc-registers.ts';
import { Stm32F1, type TimerHandle } from '../../mcu/stm32f1.ts';
import { RunEnded } from '../ended.ts';
import type { EngineStats, RunOptions } from '../engine.ts';
import { RESETS } from '../system-reset.ts';
import { Watchdog } from '../watchdog.ts';
import { ArmBoard } from './board.ts';
import { ArmCpu } from './cpu.ts';
import { CpuTime } from './cpu-time.ts';
import { Meter } from './meter.ts';
import type { ArmEngineOptions } from './options.ts';
import { watchFunctions } from './watch.ts';

/** The part and what is around it, from power-on or a reset to the next reset. */
export interface Machine {
  /** When the crystal stops; null: never. */
  readonly crystalEnd: Timer | null;
  readonly part: Stm32F1;
  readonly cpu: ArmCpu;
  /** The timer of the plan's tick; undefined where the part lacks it. */
  readonly timer: TimerHandle | undefined;
  readonly board: ArmBoard;
  readonly ticks: Meter;
  readonly polls: Meter;
  /** Calls of `interruptAt`. */
  points: number;
}

/** What a machine begins with: the content of RAM, null for that of power-on, and why it begins. */
export interface Beginning {
  readonly ram: Uint8Array | null;
  readonly resetFlags: number;
}

export const POWER_ON: Beginning = { ram: null, resetFlags: POWER_ON_FLAGS };

export function assemble(options: ArmEngineOptions, limits: RunOptions, { ram, resetFlags }: Beginning): Machine {
  const { chip, clock, image, interruptAt, onSignal, plan, report, spinLimitNs = 10 * NS_PER_S } = options;
  const { crystalStopsNs = Infinity } = options;
  const hseHz = clock.nowNs >= crystalStopsNs ? null : plan.clock.hseHz;
  const watchdog = new Watchdog({ clock, stopped: limits.stopped, spinLimitNs });
  const board = new ArmBoard({ plan, chip, report, onFrame: () => watchdog.progress() });
  const part = new Stm32F1({
    part: plan.mcu,
    hseHz,
    clock,
    violation: (rule, text) => report({ kind: 'violation', rule, text }),
    onPin: (pin, level) => board.pin(pin, level),
    pinLevel: (pin) => board.level(pin),
    boardPins: board.driven,
    spi: (instance, mosi) => board.exchange(instance, mosi),
    usart: (byte) => board.transmit(byte),
    onHclk: (hz) => time.setHclk(hz, cpu.cycles),
    lsiHz: options.lsiHz,
    debuggerAttached: options.debuggerAttached,
    swjCfgReads: options.swjCfgReads,
    resetFlags,
    onResetRequest: () => {
      throw RESETS.software();
    },
    onWatchdog: () => {
      throw RESETS.watchdog();
    },
    onStandstill: () => {
      throw new RunEnded('stuck', 'the crystal has stopped, and with it the clock of the CPU (CSSON is not set)');
    },
  });
  const isToStop = hseHz !== null && crystalStopsNs < Infinity;
  const crystalEnd = isToStop ? clock.at(crystalStopsNs, () => part.stopCrystal()) : null;
  const time = new CpuTime(clock, part.hclkHz, limits.untilNs);
  const ticks = new Meter();
  const tick = 16 + plan.timer.irqNumber;
  const cpu: ArmCpu = new ArmCpu({
    ...limits,
    ...{
      clock,
      image,
      ram,
      time,
      watchdog,
      memories: plan.mcu,
      flash: image.flash,
      peripherals: part,
      nvic: part.nvic,
    },
    sleepLimitNs: spinLimitNs,
    onTime: () => board.sense((pin) => part.pinChanged(pin)),
    onException: (exception, entered) => {
      if (exception !== tick) return;
      if (entered) ticks.start(cpu.cycles);
      else ticks.stop(cpu.cycles);
      onSignal?.('tick', entered ? 1 : 0, clock.nowNs);
    },
    beforeInstruction: interruptAt === undefined ? undefined : (address) => makeTickDue(machine, interruptAt, address),
  });
  const { polls } = watchFunctions(cpu, image.symbols, report, plan);
  const timer = part.timer(plan.timer.instance as TimerName);
  const machine: Machine = { crystalEnd, part, cpu, timer, board, ticks, polls, points: 0 };
  return machine;
}

/** Makes the tick due before an instruction if the caller wants that. */
function makeTickDue(
  machine: Machine,
  interruptAt: NonNullable<ArmEngineOptions['interruptAt']>,
  address: number,
): boolean {
  const { cpu, timer } = machine;
  if (timer === undefined || !timer.model.willInterrupt) return false;
  const answer = interruptAt(machine.points++, address);
  if (answer === false) return false;
  if (answer === 'last') cpu.beforeInstruction = undefined;
  timer.expire();
  return true;
}

export function statsOf({ board, cpu, points, polls, ticks, timer }: Machine, options: ArmEngineOptions): EngineStats {
  const { plan } = options;
  const nsOf = (cycles: number): Nanos => Math.round((cycles * NS_PER_S) / plan.clock.hclkHz);
  const { count, least, most, sum } = ticks;
  return {
    interrupts: count,
    overruns: timer?.model.overruns ?? 0,
    idleWaits: cpu.idleWaits,
    spiBytes: board.spiBytes,
    spiFrames: board.spiFrames,
    edges: 0,
    controlPoints: points,
    tickNs: timer?.model.periodNs ?? null,
    cpu: {
      instructions: cpu.instructions,
      cycles: cpu.cycles,
      tickCycles: count === 0 ? null : { least, mean: sum / count, most },
      longestPollNs: polls.count === 0 ? null : nsOf(polls.most),
      longestMaskedNs: nsOf(cpu.masked.most),
      longestHandlingNs: nsOf(cpu.handling.most),
      stackBytes: cpu.stackTop - cpu.lowestSp,
      coverage: { origin: plan.mcu.flash.origin, executed: cpu.marks },
    },
  };
}
