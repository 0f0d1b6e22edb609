import type { Problem, Result } from '../problem.ts';
import { complete } from './complete.ts';
import { brokenRules } from './rules/index.ts';
import { checkShape } from './shape/check.ts';
import type { Spec } from './spec.ts';
import { type Document, readDocument } from './text/read.ts';

/** More than anyone reads; a file of rubbish must not become a flood of messages. */
const MOST_PROBLEMS = 100;

export interface ParseOptions {
  /** The spec's name when it gives none: the file's name without its extension. */
  readonly defaultName: string;
}

/**
 * Reads a spec: JSON with comments, shape, rules, defaults.
 *
 * @returns the complete spec, or every problem found, in the order of the text, each with JSON Pointer, line and
 * column. Never throws, whatever the text. Rules that rest on values whose shape is wrong are not judged.
 */
export function parseSpec(text: string, options: ParseOptions): Result<Spec> {
  const reading = readDocument(text);
  if (!reading.ok) return reading;
  const { document } = reading;
  const shape = checkShape(document.value);
  const unsound = new Set([...shape.unsound, ...document.problems.map((it) => it.pointer).filter((it) => it !== '')]);
  const spec = complete(document.value, unsound, options.defaultName);
  const broken = unsound.has('') ? [] : brokenRules(spec, unsound, document.has);
  const problems = [
    ...document.problems,
    ...shape.findings.map(({ part, ...rest }) => ({ ...rest, ...document.placeOf(rest.pointer, part) })),
    ...broken.map((problem) => ({ ...problem, ...document.placeOf(problem.pointer) })),
  ];
  return problems.length === 0 ? { ok: true, value: spec } : { ok: false, problems: shown(problems, document) };
}

/** The JSON Pointers of the values that a valid spec's text holds; what the spec has beside them are defaults. */
export function givenPointers(text: string): readonly string[] {
  const reading = readDocument(text);
  return reading.ok ? reading.document.pointers : [];
}

function shown(problems: readonly Problem[], document: Document): readonly Problem[] {
  const sorted = problems.toSorted((a, b) => at(a.line) - at(b.line) || at(a.column) - at(b.column));
  if (sorted.length <= MOST_PROBLEMS) return sorted;
  const message = `There are ${sorted.length - MOST_PROBLEMS} further problems.`;
  return [...sorted.slice(0, MOST_PROBLEMS), { pointer: '', rule: 'text/too-many', message, ...document.placeOf('') }];
}

function at(position: number | undefined): number {
  return position ?? 0;
}
