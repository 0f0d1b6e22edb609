import type { CpuStats, Engine } from '../../../simulator/engine/engine.ts';
import type { RunInput } from '../../../simulator/run-scenario.ts';

/** Puts a fresh engine with the built firmware on a board. */
export type MakeEngine = RunInput['engine'];

export interface PreparedEngine {
  readonly name: Engine['name'];
  readonly make: MakeEngine;
  /** What there is to say after all runs, in lines. */
  readonly afterwards?: (runs: readonly CpuStats[]) => readonly string[];
}
