import { existsSync } from 'node:fs';
import type { Plan } from '../../contract/plan.ts';
import { nearest } from '../../document/words/nearest.ts';
import { harmless } from '../../document/words/printed.ts';
import { BUILT_IN } from '../../simulator/scenario/builtin.ts';
import { parseScenario } from '../../simulator/scenario/format/parse.ts';
import type { Scenario } from '../../simulator/scenario/format/scenario.generated.ts';
import { fits, misfits } from '../../simulator/scenario/peers/misfits.ts';
import { longestNs } from '../../simulator/scenario/steps/limits.ts';
import { NS_PER_S, S_PER_DAY } from '../../values/time.ts';
import { CliError, InputError } from './cli-error.ts';
import { readTextFile } from './read-file.ts';

const MOST_DAYS = 100;

export interface Chosen {
  readonly scenario: Scenario;
  /** The file that the user named; null for a built-in one. */
  readonly file: string | null;
}

/**
 * The scenarios that the user named, by name or file; without a name all built-in ones that the plan has the sockets
 * for.
 *
 * @throws {InputError} with every problem of a scenario file.
 * @throws {CliError} for a name that is none, with the nearest right one, and for a scenario without an end in sight.
 */
export function chooseScenarios(named: readonly string[], plan: Plan): readonly Chosen[] {
  if (named.length > 0) return named.map((name) => inTime(choose(name, plan), plan));
  const fitting = BUILT_IN.filter((scenario) => fits(scenario, plan));
  return fitting.map((scenario) => inTime({ scenario, file: null }, plan));
}

/** @throws {CliError} when the scenario may last longer than virtual time is exact, 2^53 ns; long before, it is a slip. */
function inTime(chosen: Chosen, plan: Plan): Chosen {
  const days = Math.ceil(longestNs(chosen.scenario, plan) / (NS_PER_S * S_PER_DAY));
  if (days <= MOST_DAYS) return chosen;
  const name = harmless(chosen.file ?? chosen.scenario.name);
  throw new CliError(2, `${name} may last ${days} days with this spec; ${MOST_DAYS} are allowed: shorten its waits`);
}

function choose(name: string, plan: Plan): Chosen {
  const builtIn = BUILT_IN.find((scenario) => scenario.name === name);
  if (builtIn !== undefined) return { scenario: builtIn, file: null };
  if (!/[./\\]/.test(name) && !existsSync(name)) throw unknown(name);
  const text = readTextFile(name);
  const scenario = text.ok ? parseScenario(text.value, (it) => misfits(it, plan)) : text;
  if (!scenario.ok) throw new InputError([{ file: name, problems: scenario.problems }]);
  return { scenario: scenario.value, file: name };
}

function unknown(name: string): CliError {
  const names = BUILT_IN.map((scenario) => scenario.name);
  const meant = nearest(name, names);
  const hint = meant === null ? `built in are ${names.join(', ')}` : `did you mean ${meant}?`;
  return new CliError(2, `unknown scenario ${harmless(JSON.stringify(name))}; ${hint}`);
}
