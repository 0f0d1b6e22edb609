/** The measurements of the firmware's own instructions, as text. */
import { NS_PER_US } from '../clock.ts';
import type { CpuStats } from '../engine/engine.ts';

/** Two lines: the tick's cost, and the extremes. */
export function cpuLines(cpu: CpuStats): readonly string[] {
  const { longestHandlingNs, longestMaskedNs, longestPollNs, stackBytes, tickCycles } = cpu;
  const tick =
    tickCycles === null
      ? 'no tick interrupt'
      : `tick interrupt ${tickCycles.least} to ${tickCycles.most} cycles, ${tickCycles.mean.toFixed(1)} on average`;
  const poll = longestPollNs === null ? '' : `longest poll ${micros(longestPollNs)}, `;
  return [
    `${tick}; ${cpu.instructions} instructions in ${cpu.cycles} cycles`,
    `${poll}interrupts off for ${micros(longestMaskedNs)} and in handlers for ${micros(longestHandlingNs)} at most, stack ${stackBytes} bytes`,
  ];
}

function micros(ns: number): string {
  return `${(ns / NS_PER_US).toFixed(1)} µs`;
}
