import { oneOf, printed } from '../words/printed.ts';
import { resolved, type SchemaNode } from './schema.ts';
import { alternatives } from './union.ts';

const TYPE_WORDS: Readonly<Record<string, string>> = {
  object: 'an object { … }',
  array: 'an array [ … ]',
  string: 'a text in double quotes',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
};

/** In words, what the schema allows here. */
export function allowedBy(node: SchemaNode, root: SchemaNode): string {
  if (node.anyOf === undefined) return oneOf(wordsOf(node));
  return oneOf(alternatives(node, root).flatMap((branch) => (isObject(branch) ? [keysOf(branch)] : wordsOf(branch))));
}

/** Every text that the schema names as right here. */
export function wordsAllowed(node: SchemaNode, root: SchemaNode): readonly string[] {
  const words = alternatives(resolved(node, root), root).flatMap((branch) => branch.enum ?? [branch.const]);
  return words.filter((word) => typeof word === 'string');
}

function isObject(node: SchemaNode): boolean {
  return node.properties !== undefined;
}

/** One of several kinds of objects: `{ "times": …, "of": … }`. */
function keysOf(node: SchemaNode): string {
  return `{ ${(node.required ?? []).map((key) => `"${key}": …`).join(', ')} }`;
}

function wordsOf(node: SchemaNode): readonly string[] {
  if (node.enum !== undefined) return node.enum.map(printed);
  if (node.const !== undefined) return [printed(node.const)];
  if (node.patternErrorMessage !== undefined) return [node.patternErrorMessage];
  if (node.minItems !== undefined && node.maxItems !== undefined) {
    return [`an array of ${node.minItems} to ${node.maxItems} entries`];
  }
  if (node.maxItems !== undefined) return [`an array of at most ${node.maxItems} entries`];
  const types = typeof node.type === 'string' ? [node.type] : (node.type ?? []);
  const range = rangeOf(node);
  const words = types.filter((type) => type !== 'null').map((word) => TYPE_WORDS[word] ?? word);
  const ranged = range === '' ? words : [`${oneOf(words)}${range}`];
  return types.includes('null') ? [...ranged, 'null'] : ranged;
}

function rangeOf({ minimum, maximum, multipleOf }: SchemaNode): string {
  const steps = multipleOf === undefined ? '' : ` in steps of ${multipleOf}`;
  if (minimum === undefined || maximum === undefined) return minimum === undefined ? '' : ` from ${minimum} up`;
  return ` from ${minimum} to ${maximum}${steps}`;
}
