import { performance } from 'node:perf_hooks';
import { BUILT_IN } from '../../simulator/scenario/builtin.ts';
import { type EngineName, ours, passed, planFor } from './firmware.ts';
import { type BenchRow, median } from './row.ts';

/** The built-in scenario `idle` simulates one hour. */
const HOUR_S = 3600;

/** Simulated against real time, one idle connection; the median of `runs`. */
export async function speed(name: EngineName, runs: number, atLeast: number): Promise<BenchRow> {
  const plan = planFor({});
  const engine = await ours(plan, name);
  const idle = BUILT_IN.find((scenario) => scenario.name === 'idle');
  if (idle === undefined) throw new Error('no scenario idle');
  const seconds = Array.from({ length: runs }, () => {
    const start = performance.now();
    passed(plan, engine, idle);
    return (performance.now() - start) / 1000;
  });
  const value = median(seconds);
  return {
    what: `one simulated hour, idle, engine ${name}`,
    ours: `${value.toFixed(2)} s`,
    reference: `${HOUR_S} s`,
    value: HOUR_S / value,
    goal: { atLeast },
    unit: '×',
  };
}
