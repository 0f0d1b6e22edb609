import { fileURLToPath } from 'node:url';
import type { Plan } from '../../contract/plan.ts';
import { render } from '../../generator/emit/render.ts';
import { parseSpec } from '../../generator/input/index.ts';
import { farSideOf } from '../../generator/methods/far-side.ts';
import { planOf } from '../../generator/plan/plan.ts';
import { buildArmFirmware } from '../../generator/toolchain/arm-engine.ts';
import { diskCache } from '../../generator/toolchain/disk-cache.ts';
import { loadElf } from '../../simulator/engine/arm/elf.ts';
import { createArmEngine } from '../../simulator/engine/arm/engine.ts';
import type { Board, Engine } from '../../simulator/engine/engine.ts';
import { buildHostFirmware } from '../../simulator/engine/host/build.ts';
import { createHostEngine } from '../../simulator/engine/host/engine.ts';
import { runScenario } from '../../simulator/run-scenario.ts';
import { parseScenario } from '../../simulator/scenario/format/parse.ts';
import type { Scenario } from '../../simulator/scenario/format/scenario.generated.ts';
import type { Run } from '../../simulator/verdict/judged-run.ts';

export type EngineName = Engine['name'];
export type MakeBenchEngine = (board: Board) => Engine;

const cache = diskCache(fileURLToPath(new URL('../../node_modules/.cache/keepwire', import.meta.url)));

export function planFor(extra: object): Plan {
  const spec = {
    chip: 'W5500',
    keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 },
    timer: { prescaler: 71 },
    ...extra,
  };
  const parsed = parseSpec(JSON.stringify(spec), { defaultName: 'bench' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return planOf(parsed.value);
}

/** The firmware that is generated from a plan, on an engine. */
export async function ours(plan: Plan, name: EngineName): Promise<MakeBenchEngine> {
  const files = render(plan);
  if (name === 'arm') {
    const built = await buildArmFirmware({ files, plan, cache });
    if (built.kind !== 'built') throw new Error(JSON.stringify(built));
    const image = loadElf(built.elf, plan.mcu);
    return (board) => createArmEngine({ image, ...board });
  }
  const built = await buildHostFirmware({ files, plan, cache });
  if (!built.ok) throw new Error(built.text);
  return (board) => createHostEngine({ wasm: built.wasm, ...board });
}

export function scenarioOf(steps: readonly object[], expect: object = {}): Scenario {
  const scenario = parseScenario(JSON.stringify({ name: 'bench', title: 'bench', steps, expect }));
  if (!scenario.ok) throw new Error(JSON.stringify(scenario.problems));
  return scenario.value;
}

/** Plays generated firmware; throws when the verdict is against it. */
export function passed(plan: Plan, engine: MakeBenchEngine, scenario: Scenario, seed = 1): Run {
  const played = runScenario({ plan, farSideOf, scenario, engine, seed });
  if (played.verdict !== 'pass') throw new Error(played.reasons.join('\n'));
  return played;
}
