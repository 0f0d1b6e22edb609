import { farSideOf } from '../../generator/methods/far-side.ts';
import type { ChipSwitches, WiznetChip } from '../../simulator/chip/chip.ts';
import type { Clock } from '../../simulator/clock.ts';
import type { BoardFaults } from '../../simulator/engine/host/board.ts';
import { createHostEngine } from '../../simulator/engine/host/engine.ts';
import { type RunInput, runScenario } from '../../simulator/run-scenario.ts';
import { BUILT_IN } from '../../simulator/scenario/builtin.ts';
import { checkScenario } from '../../simulator/scenario/format/parse.ts';
import type { Scenario } from '../../simulator/scenario/format/scenario.generated.ts';
import type { Run } from '../../simulator/verdict/judged-run.ts';
import type { Built } from './firmware.ts';

export interface Conditions {
  readonly seed?: number;
  readonly switches?: Partial<ChipSwitches>;
  readonly faults?: BoardFaults;
  /** Stands between firmware and chip. */
  readonly wrap?: (chip: WiznetChip, clock: Clock) => WiznetChip;
}

/** A scenario of a test's own; `more` adds peers, link or expectations. */
export function scenario(steps: readonly unknown[], more: Readonly<Record<string, unknown>> = {}): Scenario {
  const checked = checkScenario({ name: 'mine', title: 'Mine', steps, ...more });
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.value;
}

export function builtIn(name: string): Scenario {
  const found = BUILT_IN.find((it) => it.name === name);
  if (found === undefined) throw new Error(`no scenario ${name}`);
  return found;
}

export function play(firmware: Built, what: Scenario, conditions: Conditions = {}): Run {
  return runScenario(inputOf(firmware, what, conditions));
}

export function inputOf({ plan, wasm }: Built, what: Scenario, conditions: Conditions = {}): RunInput {
  const { faults = {}, seed = 1, switches = {}, wrap = (chip) => chip } = conditions;
  return {
    plan,
    farSideOf,
    scenario: what,
    seed,
    switches,
    engine: ({ chip, clock, report }) =>
      createHostEngine({ wasm, plan, clock, chip: wrap(chip, clock), report, faults }),
  };
}

/** Throws what went wrong, and how to see it again where the command line can show it: it knows no switches. */
export function mustPass(firmware: Built, what: Scenario, conditions: Conditions = {}): Run {
  const run = play(firmware, what, conditions);
  if (run.verdict !== 'fail') return run; // what the spec leaves open is no fault of the firmware
  const { seed = 1, switches } = conditions;
  const isPlain = BUILT_IN.includes(what) && Object.keys(conditions).every((key) => key === 'seed');
  const command = `npx keepwire simulate test.json --scenario ${what.name} --seed ${seed}`;
  const repeat = isPlain
    ? `Repeat it with: printf %s '${firmware.spec.replaceAll("'", "'\\''")}' > test.json && ${command}`
    : `${what.name}, seed ${seed}, switches ${JSON.stringify(switches ?? {})}, ${firmware.spec}`;
  throw new Error(`${run.reasons.slice(0, -1).join('\n')}\n${repeat}`);
}
