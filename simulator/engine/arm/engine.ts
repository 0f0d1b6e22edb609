import type { BoardPlan, TimerName } from '../../../contract/board.ts';
import type { WiznetChip } from '../../chip/chip.ts';
import { type Clock, type Nanos, NS_PER_S, type Timer } from '../../clock.ts';
import { BusFault } from '../../mcu/bus-fault.ts';
import { IWDGRSTF, PINRSTF, POWER_ON_FLAGS, SFTRSTF } from '../../mcu/rcc-registers.ts';
import { Stm32F1, type TimerHandle } from '../../mcu/stm32f1.ts';
import type { OnSignal } from '../../signals.ts';
import type { Report } from '../../timeline.ts';
import { RunEnded } from '../ended.ts';
import type { Engine, EngineResult, EngineStats, RunOptions } from '../engine.ts';
import { mergeStats } from '../merge-stats.ts';
import { RESET_LIMIT, RESETS, SystemReset } from '../system-reset.ts';
import { Watchdog } from '../watchdog.ts';
import { ArmBoard } from './board.ts';
import { ArmCpu } from './cpu.ts';
import { CpuTime } from './cpu-time.ts';
import type { FirmwareImage } from './elf.ts';
import { CpuFault } from './fault.ts';
import { Meter } from './meter.ts';
import { watchFunctions } from './watch.ts';
import { type LocateAddress, placeOf } from './where.ts';

export interface ArmEngineOptions {
  /** The result of `loadElf`. */
  readonly image: FirmwareImage;
  readonly plan: BoardPlan;
  readonly clock: Clock;
  readonly chip: WiznetChip;
  readonly report: Report;
  /** Source lines for the places where runs end; names of functions come from the image. */
  readonly locate?: LocateAddress;
  /** Called when the tick's handler is entered and left. */
  readonly onSignal?: OnSignal;
  /**
   * CPU time that firmware may spend without sleeping and without an SPI frame, or in one handler, before it counts as
   * stuck; also how long it may sleep without being woken. Default: 10 s.
   */
  readonly spinLimitNs?: Nanos;
  /**
   * For sweeps over the moments at which an interrupt may come: called before each instruction outside handlers once the
   * tick's timer runs and its interrupt is enabled, with the instruction's number, counted from 0, and its address. True
   * makes the tick due there, and the timer starts its next period there; after 'last' it is not called again.
   */
  readonly interruptAt?: (point: number, address: number) => boolean | 'last';
  /** LSI, which drives the independent watchdog. Default: 40 kHz; parts have 30 to 60 kHz. */
  readonly lsiHz?: number;
  /** When the crystal stops for good. Default: never. */
  readonly crystalStopsNs?: Nanos;
}

/**
 * The engine that executes an ELF's own instructions on the plan's part, its registers included, on the caller's clock.
 *
 * Not modelled: flash wait states and the prefetch buffer, contention on the buses, MPU, DMA, code in RAM, and the
 * instructions of a Cortex-M3 that a Cortex-M0 lacks.
 */
export function createArmEngine(options: ArmEngineOptions): Engine {
  let used = false;
  return {
    name: 'arm',
    run(limits) {
      if (used) throw new Error('an engine runs once');
      used = true;
      return runOnce(options, limits);
    },
  };
}

interface Machine {
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

/** From power-on, and again after each reset. */
function runOnce(options: ArmEngineOptions, limits: RunOptions): EngineResult {
  const earlier: EngineStats[] = [];
  let machine = assemble(options, limits, POWER_ON);
  for (;;) {
    const result = runMachine(machine, options, earlier);
    if (!(result instanceof SystemReset)) return { ...result, stats: mergeStats([...earlier, result.stats]) };
    earlier.push(statsOf(machine, options));
    machine = assemble(options, limits, afterReset(machine, result, options));
  }
}

/** What a machine begins with: the content of RAM, null for that of power-on, and why it begins. */
interface Beginning {
  readonly ram: Uint8Array | null;
  readonly resetFlags: number;
}

const POWER_ON: Beginning = { ram: null, resetFlags: POWER_ON_FLAGS };

/** A reset that nobody asked the firmware for shows as a violation. */
function afterReset(
  { cpu, crystalEnd, part }: Machine,
  { by, what }: SystemReset,
  options: ArmEngineOptions,
): Beginning {
  options.report({ kind: 'violation', rule: 'mcu/reset', text: `${what}, in ${whereIs(cpu.address, cpu, options)}` });
  const flags = part.resetFlags | PINRSTF | (by === 'watchdog' ? IWDGRSTF : SFTRSTF);
  part.stop();
  crystalEnd?.cancel();
  return { ram: cpu.ram, resetFlags: flags };
}

function runMachine(
  machine: Machine,
  options: ArmEngineOptions,
  earlier: readonly EngineStats[],
): EngineResult | SystemReset {
  const { cpu } = machine;
  try {
    return cpu.run();
  } catch (thrown) {
    machine.board.finish();
    if (thrown instanceof SystemReset && earlier.length < RESET_LIMIT) return thrown;
    const stats = statsOf(machine, options);
    if (thrown instanceof SystemReset) {
      const reason = `${RESET_LIMIT} resets, the last one: ${thrown.what}`;
      return { end: 'stuck', reason, where: whereIs(cpu.address, cpu, options), stats };
    }
    if (thrown instanceof RunEnded) {
      const { culprit, end, reason } = thrown;
      if (reason === undefined) return { end, stats };
      return { end, reason, where: culprit ?? whereIs(cpu.address, cpu, options), stats };
    }
    if (!(thrown instanceof CpuFault || thrown instanceof BusFault)) throw thrown;
    const address = (thrown instanceof CpuFault ? thrown.address : undefined) ?? cpu.address - 2;
    return { end: 'trap', reason: thrown.message, where: whereIs(address, cpu, options), stats };
  }
}

/** An instruction, and where the active handlers interrupted. */
function whereIs(address: number, { interrupted }: ArmCpu, { image, locate = () => null }: ArmEngineOptions): string {
  const addresses = [address, ...[...interrupted].reverse()];
  return addresses.map((at) => placeOf(at, image.symbols, locate)).join(' < ');
}

function assemble(options: ArmEngineOptions, limits: RunOptions, { ram, resetFlags }: Beginning): Machine {
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
  const { polls } = watchFunctions(cpu, image.symbols, report);
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

function statsOf({ board, cpu, points, polls, ticks, timer }: Machine, options: ArmEngineOptions): EngineStats {
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
