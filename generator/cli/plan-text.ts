import type { Plan } from '../../contract/plan.ts';
import type { Result } from '../../document/problem.ts';
import { checkPlan } from '../check-plan.ts';
import { type ParseOptions, parseSpec, type Spec } from '../input/index.ts';
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
  const problems = ignoreBudget ? [] : checkPlan(plan, text);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: { spec: spec.value, plan } };
}
