import { type Finding, problemsIn } from '../../../document/finding.ts';
import type { Result } from '../../../document/problem.ts';
import { checkShape } from '../../../document/shape/check.ts';
import type { SchemaNode } from '../../../document/shape/schema.ts';
import type { DocumentKind } from '../../../document/text/limits.ts';
import { readDocument } from '../../../document/text/read.ts';
import schema from '../../../schemas/scenario.schema.json' with { type: 'json' };
import { brokenScenarioRules } from './rules.ts';
import type { Scenario } from './scenario.generated.ts';
import { validate } from './validator.generated.js';

const SCHEMA: SchemaNode = schema;

const KIND: DocumentKind = {
  name: 'A scenario',
  example: '{ "name": "mine", "title": "Mine", "steps": [ … ] }',
  depthNeeded: '5, and 2 more for each "repeat" around a step',
};

/**
 * Parses a scenario and adds defaults, or returns all problems with pointer, line and column. The shape is that of
 * `schemas/scenario.schema.json`; comments are allowed, duplicate keys are not. Rules across keys are checked only if
 * the shape is right.
 *
 * @param misfits further problems of a scenario that is right, with the spec that it is for; absent: none
 */
export function parseScenario(
  text: string,
  misfits: (scenario: Scenario) => readonly Finding[] = () => [],
): Result<Scenario> {
  const reading = readDocument(text, KIND);
  if (!reading.ok) return reading;
  const { document } = reading;
  const isAmbiguous = document.problems.some(({ pointer }) => pointer !== ''); // a duplicate key
  const { scenario, findings } = judged(document.value, !isAmbiguous, misfits);
  const problems = problemsIn(document, findings);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: scenario };
}

/** As {@link parseScenario}, for a value that is already parsed. The value is not changed. */
export function checkScenario(value: unknown): Result<Scenario> {
  const { scenario, findings } = judged(value, true, () => []);
  if (findings.length === 0) return { ok: true, value: scenario };
  return { ok: false, problems: findings.map(({ pointer, rule, message }) => ({ pointer, rule, message })) };
}

interface Judgement {
  /** With defaults. It has this type only if there are no findings. */
  readonly scenario: Scenario;
  readonly findings: readonly Finding[];
}

function judged(value: unknown, withRules: boolean, misfits: (scenario: Scenario) => readonly Finding[]): Judgement {
  const scenario = structuredClone(value) as Scenario;
  const { findings } = checkShape(scenario, SCHEMA, validate);
  if (findings.length > 0 || !withRules) return { scenario, findings };
  const broken = [...brokenScenarioRules(scenario)];
  return { scenario, findings: broken.length > 0 ? broken : misfits(scenario) };
}
