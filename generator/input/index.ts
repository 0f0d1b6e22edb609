/** Text → typed, complete spec, or every problem in it. Runs in a browser too. */

export type { SocketSpec, Spec } from '../../contract/spec.ts';
export { DEFAULT_NAME, givenPointers, type ParseOptions, parseSpec, placedIn } from './parse.ts';
export { type StarterAnswers, type StarterProject, starterSpec } from './starter.ts';
