import type { Plan } from '../../contract/plan.ts';
import type { DetectionPlan } from '../../contract/promises.ts';
import type { Finding } from '../../document/finding.ts';
import { overBudget } from '../plan/check.ts';
import { seconds } from './format.ts';
import { warningText } from './remarks.ts';
import { termName } from './terms.ts';

/** What is wrong with a plan although its spec is valid. */
export function planProblems(plan: Pick<Plan, 'sockets' | 'detectionBudgetMs' | 'warnings'>): readonly Finding[] {
  const over = overBudget(plan);
  if (over.length === 0) return [];
  const rows = over.map(
    (row) => `${row.failure} takes up to ${seconds(row.boundMs ?? 0)} (longest part: ${longestTerm(row)})`,
  );
  const budgetS = Number(((plan.detectionBudgetMs ?? 0) / 1000).toPrecision(12));
  const message = `Found a budget of ${budgetS} s, but ${rows.join('; ')}. Allowed: a larger budget or shorter periods.${holdReason(plan, over)}`;
  return [{ pointer: '/detection/maxSeconds', rule: 'detection/budget', message }];
}

/** Why probes come later than the periods say. */
function holdReason({ warnings }: Pick<Plan, 'warnings'>, over: readonly DetectionPlan[]): string {
  const isHeld = over.some(({ terms }) => terms.some(({ key }) => key === 'probe-hold'));
  const warning = warnings.find(({ key }) => key === 'held-probes');
  return isHeld && warning !== undefined ? ` ${warningText(warning)}` : '';
}

function longestTerm({ terms }: DetectionPlan): string {
  const longest = terms.toSorted((a, b) => b.ms - a.ms)[0];
  return longest === undefined ? 'none' : `${termName(longest)} ${seconds(longest.ms)}`;
}
