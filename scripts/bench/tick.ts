import type { Plan } from '../../contract/plan.ts';
import { loadElf } from '../../simulator/engine/arm/elf.ts';
import { createArmEngine } from '../../simulator/engine/arm/engine.ts';
import { runScenario } from '../../simulator/run-scenario.ts';
import { noteElf } from '../../test/note/arm.ts';
import { note } from '../../test/note/subject.ts';
import { type MakeBenchEngine, ours, planFor, scenarioOf } from './firmware.ts';
import type { BenchRow } from './row.ts';

/** A minute with all connections idle after a first exchange, so that seconds are counted and probes fall due. */
const MINUTE = scenarioOf([
  { do: 'connect', peer: 'client' },
  { do: 'send', peer: 'client', text: 'hello' },
  { do: 'expect-echo', peer: 'client' },
  { do: 'wait', for: { s: 60 } },
]);

interface Cycles {
  readonly least: number;
  readonly mean: number;
  readonly most: number;
}

function cyclesOf(plan: Plan, engine: MakeBenchEngine): Cycles {
  const cycles = runScenario({ plan, scenario: MINUTE, engine }).stats.engine.cpu?.tickCycles;
  if (!cycles) throw new Error('no tick interrupt was taken');
  return cycles;
}

/** Cycles of one tick interrupt, entry and exit included, against the application note's own routine for its one socket. */
export async function ticks(): Promise<BenchRow[]> {
  const board = planFor({});
  const image = loadElf(await noteElf(note('W5500'), board), board.mcu);
  const theirs = cyclesOf(board, (it) => createArmEngine({ image, ...it }));
  const rows: BenchRow[] = [];
  for (const count of [1, 8]) {
    const plan = planFor({ sockets: [{ port: 5000, count }] });
    const mine = cyclesOf(plan, await ours(plan, 'arm'));
    rows.push({
      what: `cycles per tick interrupt, ${count === 1 ? 'one socket' : 'eight sockets'}, engine arm`,
      ours: told(mine),
      reference: `${told(theirs)}, the note's routine`,
      value: mine.mean / theirs.mean,
      goal: { atMost: 0.5 },
      unit: '×',
    });
  }
  return rows;
}

function told({ least, mean, most }: Cycles): string {
  return `${mean.toFixed(1)} (${least} to ${most})`;
}
