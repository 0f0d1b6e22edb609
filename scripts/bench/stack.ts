/** The stack that a firmware needs, by what the compiler says of each function. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../contract/plan.ts';
import { render } from '../../generator/emit/render.ts';
import { STACK_BYTES } from '../../generator/firmware/stack.ts';
import { LTO_FLAGS } from '../../generator/hardware/compiler.ts';
import { linked, type SourceFile } from './build.ts';
import { callGraph, worstStack } from './call-graph.ts';
import { planFor } from './firmware.ts';
import { everything } from './options.ts';
import type { BenchRow } from './row.ts';

const GRAPH = '-fcallgraph-info=su';

/** Bytes of main, loop and tick at their deepest, without what the application's hooks take themselves. */
export function stackOf(plan: Plan, files: readonly SourceFile[], optimisesAcrossFiles: boolean): number {
  const folder = linked(plan, files, optimisesAcrossFiles ? [...LTO_FLAGS, GRAPH] : [GRAPH]);
  try {
    // With optimisation across files the linker's graph is the true one; those of the objects come before it.
    const graphs = readdirSync(folder).filter(
      (name) => name.endsWith('.ci') && name.includes('.ltrans') === optimisesAcrossFiles,
    );
    return worstStack(callGraph(graphs.map((name) => readFileSync(join(folder, name), 'utf8'))));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function stacks(): BenchRow[] {
  return [
    stackRow("stack of the note's job", {}, STACK_BYTES.plain),
    stackRow('stack with all options, W5500', everything('W5500'), STACK_BYTES.searching),
    stackRow('stack with all options, W5200', everything('W5200'), STACK_BYTES.searching),
  ];
}

function stackRow(what: string, spec: object, atMost: number): BenchRow {
  const plan = planFor(spec);
  const value = stackOf(plan, render(plan), true);
  return { what, ours: `${value} B`, reference: '', value, goal: { atMost }, unit: 'B' };
}
