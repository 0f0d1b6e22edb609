import type { Plan } from '../../contract/plan.ts';
import type { DetectionPlan } from '../../contract/promises.ts';

/** Failures whose detection may take longer than the spec's budget allows; none without a budget. */
export function overBudget({
  detection,
  detectionBudgetMs,
}: Pick<Plan, 'detection' | 'detectionBudgetMs'>): readonly DetectionPlan[] {
  const budgetMs = detectionBudgetMs ?? Infinity;
  return detection.filter(({ boundMs }) => boundMs !== null && boundMs > budgetMs);
}
