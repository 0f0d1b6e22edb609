/** Text → typed, complete spec, or every problem in it. Runs in a browser too. */
export { givenPointers, type ParseOptions, parseSpec } from './parse.ts';
export type { SocketSpec, Spec } from './spec.ts';
export { type StarterAnswers, starterSpec } from './starter.ts';
