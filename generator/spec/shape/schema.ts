import schema from '../../../schemas/spec.schema.json' with { type: 'json' };
import { pointerKeys } from '../text/pointer.ts';

/** The part of JSON Schema 2020-12 that the spec's schema uses. */
export interface SchemaNode {
  readonly $id?: string;
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly additionalProperties?: boolean;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  /** VS Code's extension: what a text that matches `pattern` looks like. */
  readonly patternErrorMessage?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly $ref?: string;
}

const ROOT: SchemaNode = schema;

/** The schema of the whole spec. */
export function rootSchema(): SchemaNode {
  return ROOT;
}

/** The node with its `$ref` followed; what stands beside the reference wins over what it refers to. */
export function resolved(node: SchemaNode): SchemaNode {
  return node.$ref === undefined ? node : { ...nodeAt(node.$ref), ...node };
}

/**
 * The schema of the value at a pointer into a spec, for example `/sockets/3/port`.
 * Null where the schema knows no such key.
 */
export function schemaOf(pointer: string): SchemaNode | null {
  let node: SchemaNode | undefined = ROOT;
  for (const key of pointerKeys(pointer)) {
    node = node.items ?? own(node.properties ?? {}, key);
    if (node === undefined) return null;
    node = resolved(node);
  }
  return node;
}

/** Follows a `#/…` fragment into the schema. */
function nodeAt(fragment: string): SchemaNode {
  const node = pointerKeys(fragment).reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], ROOT);
  return node as SchemaNode;
}

function own(properties: Readonly<Record<string, SchemaNode>>, key: string): SchemaNode | undefined {
  return Object.hasOwn(properties, key) ? properties[key] : undefined;
}
