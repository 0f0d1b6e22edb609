import type { CostPlan } from '../../contract/promises.ts';
import type { Planned } from '../methods/method.ts';
import { methodsOf } from '../methods/used.ts';

/** What each method of a socket costs a day while the connection is idle and its peer lives. */
export function planCosts(planned: Planned): CostPlan[] {
  return methodsOf(planned).flatMap(({ method, numbers }) => method.costs?.(numbers) ?? []);
}
