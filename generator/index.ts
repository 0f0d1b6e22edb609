/**
 * `keepwire`: from the text of a spec to the files of its firmware.
 *
 * All functions are pure and synchronous. They read no file and write none, and they use no module of Node, so they also
 * run in a browser. What a user can get wrong comes back as a list of problems; an exception is a bug of keepwire.
 */

export type { Plan } from '../contract/plan.ts';
export type { DetectionPlan, Failure, Remark } from '../contract/promises.ts';
export type { SpecInput } from '../contract/spec.generated.ts';
export type { SocketSpec, Spec } from '../contract/spec.ts';
export type { Problem, Result } from '../document/problem.ts';
export { checkPlan } from './check-plan.ts';
export type { FileSet, OutputFile } from './emit/files.ts';
export { render } from './emit/render.ts';
export { explainText as explain } from './explain/explain.ts';
export { whyUndetected } from './explain/failures.ts';
export { remarkText, warningText } from './explain/remarks.ts';
export type { Layer } from './firmware/part.ts';
export { givenPointers, type ParseOptions, parseSpec, type StarterAnswers, starterSpec } from './input/index.ts';
export { SPEC_SCHEMA } from './input/schema/spec.ts';
export { farSideOf } from './methods/far-side.ts';
export { planOf } from './plan/plan.ts';
export type { Wish } from './solve/search.ts';
export { type Solution, solvePeriods } from './solve/solve.ts';
