import { oneOf, printed } from '../words/printed.ts';
import type { SchemaNode } from './schema.ts';

const TYPE_WORDS: Readonly<Record<string, string>> = {
  object: 'an object { … }',
  array: 'a list [ … ]',
  string: 'a text in double quotes',
  integer: 'a whole number',
  number: 'a number',
  null: 'null',
};

/** In words, what the schema allows here. */
export function allowedBy(node: SchemaNode): string {
  if (node.enum !== undefined) return oneOf(node.enum.map(printed));
  if (node.patternErrorMessage !== undefined) return node.patternErrorMessage;
  const types = typeof node.type === 'string' ? [node.type] : (node.type ?? []);
  const type = oneOf(types.map((word) => TYPE_WORDS[word] ?? word));
  const steps = node.multipleOf === undefined ? '' : ` in steps of ${node.multipleOf}`;
  if (node.minimum !== undefined && node.maximum !== undefined) {
    return `${type} from ${node.minimum} to ${node.maximum}${steps}`;
  }
  if (node.minItems !== undefined && node.maxItems !== undefined) {
    return `a list of ${node.minItems} to ${node.maxItems} entries`;
  }
  return type;
}
