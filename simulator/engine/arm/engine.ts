import { BusFault } from '../../mcu/bus-fault.ts';
import { RunEnded } from '../ended.ts';
import type { Engine, EngineResult, EngineStats, RunOptions } from '../engine.ts';
import { mergeStats } from '../merge-stats.ts';
import { RESET_FLAGS, RESET_LIMIT, SystemReset } from '../system-reset.ts';
import type { ArmCpu } from './cpu.ts';
import { CpuFault } from './fault.ts';
import { assemble, type Beginning, type Machine, POWER_ON, statsOf } from './machine.ts';
import type { ArmEngineOptions } from './options.ts';
import { placeOf } from './where.ts';

/**
 * The engine that executes an ELF's own instructions on the plan's part, its registers included, on the caller's clock.
 *
 * Not modelled: flash wait states and the prefetch buffer, contention on the buses, MPU, DMA, code in RAM, and the faults
 * that a program handles itself: each ends the run.
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

/** A reset that neither the scenario nor anybody else asked for shows as a violation. */
function afterReset(
  { cpu, crystalEnd, part }: Machine,
  { by, what }: SystemReset,
  options: ArmEngineOptions,
): Beginning {
  const text = `${what}, in ${whereIs(cpu.address, cpu, options)}`;
  if (by !== 'pin') options.report({ kind: 'violation', rule: 'mcu/reset', text });
  const flags = part.resetFlags | RESET_FLAGS[by];
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
