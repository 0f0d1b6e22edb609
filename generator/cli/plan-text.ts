import type { Plan } from '../../contract/plan.ts';
import type { Result } from '../../document/problem.ts';
import { planProblems } from '../explain/problems.ts';
import { type ParseOptions, parseSpec, placedIn, type Spec } from '../input/index.ts';
import { planOf } from '../plan/plan.ts';

export interface PlannedSpec {
  readonly spec: Spec;
  readonly plan: Plan;
}

export interface PlanOptions extends ParseOptions {
  /** For a command that changes the periods: a budget that they exceed is no problem then. */
  readonly ignoreBudget?: boolean;
}

/** Reads a spec, plans it and checks the plan: spec and plan, or every problem with its place in the text. */
export function planText(text: string, { ignoreBudget = false, ...options }: PlanOptions): Result<PlannedSpec> {
  const spec = parseSpec(text, options);
  if (!spec.ok) return spec;
  const plan = planOf(spec.value);
  const findings = ignoreBudget ? [] : planProblems(plan);
  if (findings.length > 0) return { ok: false, problems: placedIn(text, findings) };
  return { ok: true, value: { spec: spec.value, plan } };
}
