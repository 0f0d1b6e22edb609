import { END_REASONS, type Enumerator } from '../../contract/firmware.ts';
import type { Plan } from '../../contract/plan.ts';

/** Told only of sockets that the application serves. */
const OF_WATCH: ReadonlySet<string> = new Set(['closed']);

/** Reasons for which connections of this firmware may end. */
export function endReasonsOf({ watching }: Pick<Plan, 'watching'>): readonly Enumerator[] {
  return END_REASONS.filter(({ name }) => watching !== null || !OF_WATCH.has(name));
}
