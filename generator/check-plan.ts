import type { Plan } from '../contract/plan.ts';
import type { Problem } from '../document/problem.ts';
import { planProblems } from './explain/problems.ts';
import { placedIn } from './input/index.ts';

/**
 * What is wrong with the plan of a valid spec: a detection that takes longer than the spec's budget
 * (`detection.maxSeconds`) allows, or a watchdog that expires within the longest poll. An empty list: nothing.
 *
 * @param text the spec's text; with it, each problem has its line and column
 */
export function checkPlan(plan: Plan, text?: string): readonly Problem[] {
  const problems = planProblems(plan);
  return text === undefined || problems.length === 0 ? problems : placedIn(text, problems);
}
