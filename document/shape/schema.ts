import { entryOf, pointerKeys } from '../pointer.ts';

/** The part of JSON Schema 2020-12 that our schemas use, with OpenAPI's `discriminator`. */
export interface SchemaNode {
  readonly $id?: string;
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly additionalProperties?: boolean;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
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
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly discriminator?: { readonly propertyName: string };
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, SchemaNode>>;
}

/** The node with its `$ref` followed; what stands beside the reference wins over what it refers to. */
export function resolved(node: SchemaNode, root: SchemaNode): SchemaNode {
  return node.$ref === undefined ? node : { ...resolved(nodeAt(node.$ref, root), root), ...node };
}

/** Follows a `#/…` fragment into the schema. */
function nodeAt(fragment: string, root: SchemaNode): SchemaNode {
  return pointerKeys(fragment).reduce<unknown>((at, key) => entryOf(at, key), root) as SchemaNode;
}
