import { mergeCoverage } from './arm/coverage.ts';
import type { CpuStats, EngineStats } from './engine.ts';

/** The statistics of one run in parts, between which the part was reset; the state at the end is that of the last one. */
export function mergeStats(parts: readonly EngineStats[]): EngineStats {
  const last = parts.at(-1);
  if (last === undefined) throw new Error('a run has at least one part');
  if (parts.length === 1) return last;
  const sum = (name: 'interrupts' | 'overruns' | 'idleWaits' | 'spiBytes' | 'spiFrames' | 'edges' | 'controlPoints') =>
    parts.reduce((total, part) => total + part[name], 0);
  return {
    interrupts: sum('interrupts'),
    overruns: sum('overruns'),
    idleWaits: sum('idleWaits'),
    spiBytes: sum('spiBytes'),
    spiFrames: sum('spiFrames'),
    edges: sum('edges'),
    controlPoints: sum('controlPoints'),
    tickNs: last.tickNs,
    cpu: mergeCpu(parts.flatMap(({ cpu }) => (cpu === null ? [] : [cpu]))),
  };
}

function mergeCpu(parts: readonly CpuStats[]): CpuStats | null {
  if (parts.length === 0) return null;
  const most = (values: readonly number[]): number => Math.max(...values);
  const polls = parts.flatMap(({ longestPollNs }) => (longestPollNs === null ? [] : [longestPollNs]));
  return {
    instructions: parts.reduce((total, { instructions }) => total + instructions, 0),
    cycles: parts.reduce((total, { cycles }) => total + cycles, 0),
    tickCycles: mergeTicks(parts.flatMap(({ tickCycles }) => (tickCycles === null ? [] : [tickCycles]))),
    longestPollNs: polls.length === 0 ? null : most(polls),
    longestMaskedNs: most(parts.map(({ longestMaskedNs }) => longestMaskedNs)),
    longestHandlingNs: most(parts.map(({ longestHandlingNs }) => longestHandlingNs)),
    stackBytes: most(parts.map(({ stackBytes }) => stackBytes)),
    coverage: mergeCoverage(parts.map(({ coverage }) => coverage)),
  };
}

/** The mean of the means: the parts do not say how many ticks each of them had. */
function mergeTicks(parts: readonly NonNullable<CpuStats['tickCycles']>[]): CpuStats['tickCycles'] {
  if (parts.length === 0) return null;
  return {
    least: Math.min(...parts.map(({ least }) => least)),
    mean: parts.reduce((sum, { mean }) => sum + mean, 0) / parts.length,
    most: Math.max(...parts.map(({ most }) => most)),
  };
}
