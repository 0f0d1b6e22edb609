import { childPointer, pointerKeys } from '../text/pointer.ts';
import { type ShapeError, validate } from '../validator.generated.js';
import { nearest } from '../words/nearest.ts';
import { printed } from '../words/printed.ts';
import { allowedBy } from './allowed.ts';
import { schemaOf } from './schema.ts';
import { unknownKey } from './unknown-key.ts';

export interface ShapeFinding {
  readonly pointer: string;
  readonly rule: string;
  readonly message: string;
  /** Which of the two the message is about. */
  readonly part: 'key' | 'value';
}

export interface ShapeReport {
  readonly findings: readonly ShapeFinding[];
  /** Pointers of values that cannot be relied upon: wrong ones, missing ones, ones that a misspelt key was meant for. */
  readonly unsound: ReadonlySet<string>;
}

/** Holds a value against the schema. One finding for each mistake, whatever number of keywords it breaks. */
export function checkShape(value: unknown): ShapeReport {
  validate(value);
  const errors = validate.errors ?? [];
  const unsound = new Set<string>();
  const findings = new Map<string, ShapeFinding>();
  const add = (finding: ShapeFinding): void => {
    if (!findings.has(finding.pointer)) findings.set(finding.pointer, finding);
    unsound.add(finding.pointer);
  };
  for (const error of errors.filter((it) => it.keyword === 'additionalProperties')) {
    const { finding, meant } = misplaced(error, value);
    add(finding);
    if (meant !== null) unsound.add(meant);
  }
  for (const error of errors.filter((it) => it.keyword !== 'additionalProperties')) {
    const finding = error.keyword === 'required' ? missing(error) : wrong(error, value);
    const guessed = error.keyword === 'required' && unsound.has(finding.pointer);
    if (!guessed) add(finding); // its misspelling has been reported already
  }
  return { findings: [...findings.values()], unsound };
}

function misplaced(error: ShapeError, value: unknown): { finding: ShapeFinding; meant: string | null } {
  const parent = error.instancePath;
  const key = error.params.additionalProperty ?? '';
  const { message, meant } = unknownKey(parent, key, Object.keys(valueAt(value, parent) as object));
  return { finding: { pointer: childPointer(parent, key), rule: 'shape/unknown-key', message, part: 'key' }, meant };
}

function missing(error: ShapeError): ShapeFinding {
  const key = error.params.missingProperty ?? '';
  const pointer = childPointer(error.instancePath, key);
  const node = schemaOf(pointer);
  const example = node?.examples?.[0];
  const message = `The key "${key}" is missing (${node?.title ?? key}). Needed: for example "${key}": ${JSON.stringify(example)}.`;
  return { pointer, rule: 'shape/required', message, part: 'value' };
}

function wrong(error: ShapeError, value: unknown): ShapeFinding {
  const pointer = error.instancePath;
  const found = valueAt(value, pointer);
  const node = schemaOf(pointer) ?? {};
  const isList = error.keyword === 'maxItems' || error.keyword === 'minItems';
  const what = isList && Array.isArray(found) ? `${found.length} entries` : printed(found);
  const message = `Found ${what}. Allowed: ${allowedBy(node)}.${hint(found, node.enum)}`;
  return { pointer, rule: `shape/${error.keyword}`, message, part: 'value' };
}

function hint(found: unknown, words: readonly unknown[] | undefined): string {
  if (typeof found !== 'string') return '';
  const near = nearest(
    found,
    (words ?? []).filter((word) => typeof word === 'string'),
  );
  if (near !== null) return ` Did you mean "${near}"?`;
  const isQuotedNumber = /^\d+(\.\d+)?$/.test(found);
  return isQuotedNumber && words === undefined ? ' Numbers stand without quotes.' : '';
}

function valueAt(value: unknown, pointer: string): unknown {
  return pointerKeys(pointer).reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], value);
}
