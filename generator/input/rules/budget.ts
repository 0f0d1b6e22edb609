import type { DetectionPlan } from '../../../contract/promises.ts';
import type { Spec } from '../../../contract/spec.ts';
import type { Finding } from '../../../document/finding.ts';
import { termName } from '../../explain/terms.ts';
import { planOf } from '../../plan/plan.ts';

/** Judged of specs that are right in all else: it needs the plan. */
export function budgetProblems(spec: Spec): readonly Finding[] {
  if (spec.detection === null) return [];
  const { maxSeconds } = spec.detection;
  const over = planOf(spec).detection.filter(({ boundMs }) => boundMs !== null && boundMs > maxSeconds * 1000);
  if (over.length === 0) return [];
  const told = over.map(
    (row) => `${row.failure} takes up to ${(row.boundMs ?? 0) / 1000} s (longest part: ${longestTerm(row)})`,
  );
  const message = `Found a budget of ${maxSeconds} s, but ${told.join('; ')}. Allowed: a larger budget or shorter periods.`;
  return [{ pointer: '/detection/maxSeconds', rule: 'detection/budget', message }];
}

function longestTerm({ terms }: DetectionPlan): string {
  const longest = [...terms].sort((a, b) => b.ms - a.ms)[0];
  return longest === undefined ? 'none' : `${termName(longest)} ${longest.ms / 1000} s`;
}
