import type { Result } from '../../document/problem.ts';
import { problemsOf } from './problems.ts';
import { brokenRules } from './rules.ts';
import type { Scenario } from './scenario.generated.ts';
import { readJson } from './text.ts';
import validate from './validator.generated.js';

/**
 * A scenario from its text, complete with defaults, or every problem at once with pointer, line and column. The shape
 * is that of `schemas/scenario.schema.json`; comments are allowed, duplicate keys are not.
 */
export function parseScenario(text: string): Result<Scenario> {
  const read = readJson(text);
  if (!read.ok) return read;
  const checked = checkScenario(read.value.value);
  return checked.ok ? checked : { ok: false, problems: checked.problems.map(read.value.locate) };
}

/** As {@link parseScenario} for a value that is there already; the value itself stays as it is. */
export function checkScenario(value: unknown): Result<Scenario> {
  const scenario: unknown = structuredClone(value);
  if (!validate(scenario)) return { ok: false, problems: problemsOf(validate.errors ?? [], scenario) };
  const problems = [...brokenRules(scenario as Scenario)];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: scenario as Scenario };
}
