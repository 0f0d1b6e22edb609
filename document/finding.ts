import type { Problem } from './problem.ts';
import type { Document } from './text/read.ts';

/** A problem before its place in the text is looked up. */
export interface Finding extends Pick<Problem, 'pointer' | 'rule' | 'message'> {
  /** Whether the message is about the key or the value at the pointer; the value by default. */
  readonly part?: 'key' | 'value';
}

/** More than anyone reads; a file of rubbish must not become a flood of messages. */
const MOST_PROBLEMS = 100;

/** What is wrong with the text itself and what was found in it, each with its place, in the order of the text. */
export function problemsIn(document: Document, findings: readonly Finding[]): readonly Problem[] {
  const placed = findings.map(({ part, ...rest }) => ({ ...rest, ...document.placeOf(rest.pointer, part) }));
  const sorted = [...document.problems, ...placed].toSorted(byPlace);
  if (sorted.length <= MOST_PROBLEMS) return sorted;
  const message = `There are ${sorted.length - MOST_PROBLEMS} further problems.`;
  return [...sorted.slice(0, MOST_PROBLEMS), { pointer: '', rule: 'text/too-many', message, ...document.placeOf('') }];
}

function byPlace(a: Problem, b: Problem): number {
  return at(a.line) - at(b.line) || at(a.column) - at(b.column);
}

function at(position: number | undefined): number {
  return position ?? 0;
}
