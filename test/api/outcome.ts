import type * as keepwire from '../../generator/index.ts';

export type Library = typeof keepwire;

/** All that `keepwire` makes of a spec's text. The function's own text also runs in a page. */
export function outcomeOf(library: Library, text: string, defaultName: string) {
  const spec = library.parseSpec(text, { defaultName });
  if (!spec.ok) return { problems: spec.problems };
  const plan = library.planOf(spec.value);
  const explanation = library.explain(plan, spec.value, library.givenPointers(text));
  return { problems: library.checkPlan(plan, text), plan, explanation, files: library.render(plan) };
}
