import { parentPointer, pointerKeys } from '../pointer.ts';
import type { SchemaNode } from './schema.ts';
import { schemaAt } from './schema-at.ts';
import type { ShapeError } from './validate.ts';

/** Pointer of a union → the branch that was meant; null where none was meant more than the others. */
type Unions = ReadonlyMap<string, SchemaNode | null>;

/**
 * The errors that a person has made. Of a union Ajv tells what is wrong with each branch; of these errors only those
 * stay that concern the branch which was meant, or the union's own where that cannot be told.
 */
export function meantErrors(errors: readonly ShapeError[], root: SchemaNode, value: unknown): readonly ShapeError[] {
  const unions = new Map<string, SchemaNode | null>();
  for (const { keyword, instancePath } of errors) {
    if (keyword !== 'anyOf' || unions.has(instancePath)) continue;
    const node = schemaAt(instancePath, root, value);
    unions.set(instancePath, node?.anyOf === undefined ? node : null);
  }
  return unions.size === 0 ? errors : errors.filter((error) => concernsItsUnions(error, unions));
}

function concernsItsUnions(error: ShapeError, unions: Unions): boolean {
  for (let pointer = error.instancePath; ; pointer = parentPointer(pointer)) {
    const branch = unions.get(pointer);
    if (branch !== undefined && !concerns(error, pointer, branch)) return false;
    if (pointer === '') return true;
  }
}

/** Whether an error at or below a union is one of the branch; without a branch, whether it is the union's own. */
function concerns(error: ShapeError, union: string, branch: SchemaNode | null): boolean {
  const { instancePath, keyword, params } = error;
  if (branch === null) return instancePath === union && keyword === 'anyOf';
  const keys = Object.keys(branch.properties ?? {});
  if (instancePath !== union) {
    const [next = ''] = pointerKeys(instancePath.slice(union.length));
    return branch.items !== undefined || keys.includes(next);
  }
  if (keyword === 'required') return branch.required?.includes(params.missingProperty ?? '') ?? false;
  if (keyword === 'additionalProperties') return !keys.includes(params.additionalProperty ?? '');
  return keyword === 'minItems' || keyword === 'maxItems';
}
