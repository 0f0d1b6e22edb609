import type { CostPlan } from '../../contract/promises.ts';
import type { UsedMethod } from '../methods/used.ts';

/** What each method of a socket costs a day while the connection is idle and its peer lives. */
export function planCosts(used: readonly UsedMethod[]): CostPlan[] {
  return used.flatMap(({ method, numbers }) => method.costs?.(numbers) ?? []);
}
