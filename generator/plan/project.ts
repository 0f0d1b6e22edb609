import type { Remark } from '../../contract/promises.ts';
import type { Spec } from '../../contract/spec.ts';
import { findingsOfSpec, projectOfSpec } from '../cubemx/of-spec.ts';

/** What should be known of the project that the spec names; what is wrong in it was refused before. */
export function projectWarnings(spec: Spec): readonly Remark[] {
  const read = projectOfSpec(spec);
  if (read?.ok !== true) return [];
  return findingsOfSpec(spec, read.value, spec.wiring)
    .filter(({ isError }) => !isError)
    .map(({ isError: _, ...finding }) => finding as Remark);
}
