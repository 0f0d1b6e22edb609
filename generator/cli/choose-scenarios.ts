import { existsSync } from 'node:fs';
import { nearest } from '../../document/words/nearest.ts';
import { harmless } from '../../document/words/printed.ts';
import { BUILT_IN } from '../../simulator/scenario/builtin.ts';
import { parseScenario } from '../../simulator/scenario/parse.ts';
import { castRoles } from '../../simulator/scenario/roles.ts';
import type { Scenario } from '../../simulator/scenario/scenario.generated.ts';
import type { Plan } from '../plan/types.ts';
import { CliError, InputError } from './cli-error.ts';
import { readTextFile } from './read-file.ts';

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
 * @throws {CliError} for a name that is none, with the nearest right one.
 */
export function chooseScenarios(named: readonly string[], plan: Plan): readonly Chosen[] {
  if (named.length > 0) return named.map(choose);
  const fitting = BUILT_IN.filter(({ peers }) => castRoles(peers, plan).missing === null);
  return fitting.map((scenario) => ({ scenario, file: null }));
}

function choose(name: string): Chosen {
  const builtIn = BUILT_IN.find((scenario) => scenario.name === name);
  if (builtIn !== undefined) return { scenario: builtIn, file: null };
  if (!/[./\\]/.test(name) && !existsSync(name)) throw unknown(name);
  const text = readTextFile(name);
  const scenario = text.ok ? parseScenario(text.value) : text;
  if (!scenario.ok) throw new InputError([{ file: name, problems: scenario.problems }]);
  return { scenario: scenario.value, file: name };
}

function unknown(name: string): CliError {
  const names = BUILT_IN.map((scenario) => scenario.name);
  const meant = nearest(name, names);
  const hint = meant === null ? `built in are ${names.join(', ')}` : `did you mean ${meant}?`;
  return new CliError(2, `unknown scenario ${harmless(JSON.stringify(name))}; ${hint}`);
}
