import type { FarSideOf } from '../../contract/far-side.ts';
import type { Plan } from '../../contract/plan.ts';
import { render } from '../../generator/emit/render.ts';
import { parseSpec } from '../../generator/input/index.ts';
import { farSideOf } from '../../generator/methods/far-side.ts';
import { planOf } from '../../generator/plan/plan.ts';
import type { Board, Engine } from '../../simulator/engine/engine.ts';
import { buildHostFirmware } from '../../simulator/engine/host/build.ts';
import { createHostEngine } from '../../simulator/engine/host/engine.ts';
import { cache } from '../build-cache.ts';

/** A plan and an engine for the firmware that is generated from it. */
export interface Firmware {
  readonly plan: Plan;
  readonly farSideOf: FarSideOf;
  readonly engine: (board: Board) => Engine;
}

/** Spec → plan → C → WebAssembly, as a user's spec goes. `change` lets a test break the C. */
export async function firmwareOf(
  spec: Readonly<Record<string, unknown>>,
  change: (path: string, text: string) => string = (_path, text) => text,
): Promise<Firmware> {
  const parsed = parseSpec(JSON.stringify(spec), { defaultName: 'test' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const plan = planOf(parsed.value);
  const files = render(plan).map((file) => ({ ...file, text: change(file.path, file.text) }));
  const built = await buildHostFirmware({ files, plan, cache });
  if (!built.ok) throw new Error(built.text);
  return {
    plan,
    farSideOf,
    engine: ({ clock, chip, report }) => createHostEngine({ wasm: built.wasm, plan, clock, chip, report }),
  };
}
