import type { SchemaNode } from '../../../document/shape/schema.ts';
import { schemaAt } from '../../../document/shape/schema-at.ts';
import { SPEC_SCHEMA } from './spec.ts';

/** The schema of the value at a pointer into a spec; null where it knows no such key. */
export function schemaOf(pointer: string): SchemaNode | null {
  return schemaAt(pointer, SPEC_SCHEMA);
}
