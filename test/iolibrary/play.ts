import type { ChipName } from '../../contract/board.ts';
import { loadElf } from '../../simulator/engine/arm/elf.ts';
import { createArmEngine } from '../../simulator/engine/arm/engine.ts';
import type { Board, Engine } from '../../simulator/engine/engine.ts';
import { createHostEngine } from '../../simulator/engine/host/engine.ts';
import { runScenario } from '../../simulator/run-scenario.ts';
import type { Scenario } from '../../simulator/scenario/format/scenario.generated.ts';
import type { Run } from '../../simulator/verdict/judged-run.ts';
import { planOfText } from '../whole/firmware.ts';
import { armElf } from './arm-build.ts';
import { hostWasm } from './host-build.ts';
import { type Program, serverOf } from './server.ts';

export type MakeEngine = (board: Board) => Engine;

/**
 * NO_DATA_PERIOD is longer than any scenario: this server sends no probes, and none may be missed. The rest is what
 * `keepwire` assumes for every board.
 */
export function serverPlan(chip: ChipName, sockets = 1) {
  const keepalive = { NO_DATA_PERIOD: 7200, KA_SEND_PERIOD: 5 };
  const spec = { chip, keepalive, timer: { prescaler: 71 }, sockets: [{ port: 5000, count: sockets }] };
  return planOfText(JSON.stringify(spec), 'server');
}

export type ServerPlan = ReturnType<typeof serverPlan>;

type Build = (plan: ServerPlan, checkout: string, program?: Program) => Promise<MakeEngine>;

/** What builds the vendor's code for an engine, by the engine's name. */
export const ENGINES: Readonly<Record<string, Build>> = {
  host: async (plan, checkout, program) => {
    const wasm = await hostWasm(serverOf(plan, checkout, program));
    return (board) => createHostEngine({ wasm, ...board });
  },
  arm: async (plan, checkout, program) => {
    const image = loadElf(await armElf(serverOf(plan, checkout, program)), plan.mcu);
    return (board) => createArmEngine({ image, ...board });
  },
};

export interface Judged {
  /** What speaks against the server, apart from {@link ONLY_OURS}. */
  readonly against: readonly string[];
  readonly run: Run;
}

/** Asked of generated firmware only: nobody else's calls the application's hooks. */
const ONLY_OURS = /but the firmware did not report it to its application\.$/;

export function judged(plan: ServerPlan, engine: MakeEngine, scenario: Scenario): Judged {
  const run = runScenario({ plan, scenario, engine });
  const reasons = run.verdict !== 'fail' ? [] : run.reasons.slice(0, -1);
  return { run, against: reasons.filter((text) => !ONLY_OURS.test(text)) };
}
