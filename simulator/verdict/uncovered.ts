/** The sentence about a failure that nothing in the spec covers. */
import { oneOf } from '../../document/words/printed.ts';
import type { PromisedDetection } from '../scenario/format/promised.ts';
import type { Detected } from '../scenario/format/scenario.generated.ts';
import type { Evidence } from './evidence.ts';

/** Says why the plan does not cover the failure, and which keys of the spec would. */
export function uncoveredText(
  { whyUndetected }: Pick<Evidence, 'whyUndetected'>,
  { as }: Pick<Detected, 'as'>,
  { isPlanned, coveredBy }: PromisedDetection,
): string {
  if (!isPlanned || as === 'chip-fault') return `The plan does not know the failure ${as}.`;
  const why = whyUndetected === undefined ? '' : `, because ${whyUndetected(as)}`;
  const remedy = coveredBy.length === 0 ? '' : ` To cover it, add ${oneOf(coveredBy.map(quoted))} to the spec.`;
  return `Nothing in the spec covers ${as}${why}.${remedy}`;
}

function quoted(key: string): string {
  return `"${key}"`;
}
