import { sourcePair } from '../firmware/part.ts';

/** The C that counts unanswered questions, of whichever method. */
export const QUESTION_SOURCES = sourcePair(
  'methods/question',
  'kw_question',
  'methods',
  'counts the questions that a silent peer does not answer',
);

interface Times {
  readonly afterIdleMs: number;
  readonly withinMs: number;
  readonly tries: number;
}

/** Initializer of a `kw_question_rule_t`; null: none is asked. */
export function questionRule(times: Times | null | undefined): string {
  if (times == null) return '{ .tries = 0U }';
  return `{ .after_idle = ${times.afterIdleMs}U, .within = ${times.withinMs}U, .tries = ${times.tries}U }`;
}
