import type { Plan } from '../../contract/plan.ts';
import type { DetectionPlan } from '../../contract/promises.ts';
import { worstDetection } from './detection.ts';

/**
 * Failures whose detection may take longer than the spec's budget allows; none without a budget. A socket that does not
 * detect a failure at all leaves the bounds of the others as they are.
 */
export function overBudget({
  sockets,
  detectionBudgetMs,
}: Pick<Plan, 'sockets' | 'detectionBudgetMs'>): readonly DetectionPlan[] {
  const budgetMs = detectionBudgetMs ?? Infinity;
  const bounded = sockets.map(({ detection }) => detection.filter(({ covered }) => covered));
  return worstDetection(bounded).filter(({ boundMs }) => boundMs !== null && boundMs > budgetMs);
}
