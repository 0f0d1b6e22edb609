import type { Plan } from '../../contract/plan.ts';

/** Rises when a key of the document goes or changes its meaning; schemas/plan.schema.json describes the document. */
export const PLAN_DOCUMENT_VERSION = 2;

/** What `explain --json` prints. */
export interface PlanDocument {
  readonly ok: true;
  readonly version: typeof PLAN_DOCUMENT_VERSION;
  readonly plan: Plan;
}

export function planDocument(plan: Plan): PlanDocument {
  return { ok: true, version: PLAN_DOCUMENT_VERSION, plan };
}
