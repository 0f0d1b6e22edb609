import type { Finding } from '../finding.ts';
import { childPointer, parentPointer, valueAt } from '../pointer.ts';
import { didYouMean } from '../words/nearest.ts';
import { excerpt, printed } from '../words/printed.ts';
import { allowedBy, wordsAllowed } from './allowed.ts';
import { meantErrors } from './meant.ts';
import type { SchemaNode } from './schema.ts';
import { schemaAt } from './schema-at.ts';
import { unknownKey } from './unknown-key.ts';
import type { ShapeError, Validate } from './validate.ts';

export interface ShapeReport {
  readonly findings: readonly Finding[];
  /** Pointers of values that cannot be relied upon: wrong ones, missing ones, ones that a misspelt key was meant for. */
  readonly unsound: ReadonlySet<string>;
}

/** Far more than are printed: to find out what was meant takes time. */
const MOST_EXPLAINED = 1000;

/**
 * Holds a value against a schema. One finding for each mistake, whatever number of keywords it breaks.
 *
 * @param validate compiled from the schema whose `root` is given; where it fills in defaults, `value` gets them
 */
export function checkShape(value: unknown, root: SchemaNode, validate: Validate): ShapeReport {
  validate(value);
  const all = meantErrors(inAllowedEntries(validate.errors ?? []), root, value);
  const [errors, rest] = [all.slice(0, MOST_EXPLAINED), all.slice(MOST_EXPLAINED)];
  const unsound = new Set<string>();
  const findings = new Map<string, Finding>();
  const add = (finding: Finding): void => {
    if (!findings.has(finding.pointer)) findings.set(finding.pointer, finding);
    unsound.add(finding.pointer);
  };
  for (const error of errors.filter((it) => it.keyword === 'additionalProperties')) {
    const { finding, meant } = misplaced(error, root, value);
    add(finding);
    if (meant !== null) unsound.add(meant);
  }
  for (const error of errors.filter((it) => it.keyword !== 'additionalProperties')) {
    const finding = error.keyword === 'required' ? missing(error, root, value) : wrong(error, root, value);
    const guessed = error.keyword === 'required' && unsound.has(finding.pointer);
    if (!guessed) add(finding); // its misspelling has been reported already
  }
  for (const error of rest) add(unexplained(error));
  if (rest.length > 0) unsound.add(''); // rules across keys give no useful result for such a file
  return { findings: [...findings.values()], unsound };
}

/** For an over-long array, reports the length and checks only the first `maxItems` entries. */
function inAllowedEntries(errors: readonly ShapeError[]): readonly ShapeError[] {
  const lists = errors.filter(({ keyword }) => keyword === 'maxItems');
  if (lists.length === 0) return errors;
  const limits = new Map(lists.map(({ instancePath, params }) => [instancePath, params.limit ?? Infinity]));
  return errors.filter(({ instancePath }) => !isBeyond(instancePath, limits));
}

function isBeyond(pointer: string, limits: ReadonlyMap<string, number>): boolean {
  for (let at = pointer; at !== ''; at = parentPointer(at)) {
    const limit = limits.get(parentPointer(at));
    if (limit !== undefined && Number(at.slice(at.lastIndexOf('/') + 1)) >= limit) return true;
  }
  return false;
}

/** Only to be counted, unless it is the first in the text. */
function unexplained({ instancePath, keyword, params }: ShapeError): Finding {
  const key = params.additionalProperty ?? params.missingProperty ?? params.tag;
  const pointer = key === undefined ? instancePath : childPointer(instancePath, key);
  return { pointer, rule: `shape/${keyword}`, message: 'This is wrong as well.' };
}

function misplaced(error: ShapeError, root: SchemaNode, value: unknown): { finding: Finding; meant: string | null } {
  const parent = error.instancePath;
  const key = error.params.additionalProperty ?? '';
  const { message, meant } = unknownKey(parent, key, root, value);
  return { finding: { pointer: childPointer(parent, key), rule: 'shape/unknown-key', message, part: 'key' }, meant };
}

function missing(error: ShapeError, root: SchemaNode, value: unknown): Finding {
  const key = error.params.missingProperty ?? '';
  const pointer = childPointer(error.instancePath, key);
  const node = schemaAt(pointer, root, value) ?? {};
  const title = node.title === undefined ? '' : ` (${node.title})`;
  const example = node.examples?.[0];
  const needed = example === undefined ? allowedBy(node, root) : `for example "${key}": ${JSON.stringify(example)}`;
  return { pointer, rule: 'shape/required', message: `The key "${key}" is missing${title}. Needed: ${needed}.` };
}

function wrong(error: ShapeError, root: SchemaNode, value: unknown): Finding {
  const { keyword, instancePath, params } = error;
  const pointer = keyword === 'discriminator' ? childPointer(instancePath, params.tag ?? '') : instancePath;
  const found = valueAt(value, pointer);
  const node = schemaAt(pointer, root, value) ?? {};
  const message = `Found ${foundText(keyword, found)}. Allowed: ${allowedBy(node, root)}.${hint(found, node, root)}`;
  return { pointer, rule: `shape/${keyword}`, message };
}

function foundText(keyword: string, found: unknown): string {
  if ((keyword === 'maxItems' || keyword === 'minItems') && Array.isArray(found)) return `${found.length} entries`;
  if (keyword === 'maxLength' && typeof found === 'string') return `${printed(found)}, ${found.length} characters`;
  // Which of several kinds of objects it was to be is seen from its keys.
  return keyword === 'anyOf' && typeof found === 'object' ? excerpt(JSON.stringify(found)) : printed(found);
}

function hint(found: unknown, node: SchemaNode, root: SchemaNode): string {
  if (typeof found !== 'string') return '';
  const near = didYouMean(found, wordsAllowed(node, root));
  const isQuotedNumber = /^\d+(\.\d+)?$/.test(found);
  return near === '' && isQuotedNumber && node.enum === undefined && node.type !== 'string'
    ? ' Numbers stand without quotes.'
    : near;
}
