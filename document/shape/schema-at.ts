import { entryOf, pointerKeys } from '../pointer.ts';
import { resolved, type SchemaNode } from './schema.ts';
import { meantBranch } from './union.ts';

/**
 * The schema of the value at a pointer into a document, for example `/sockets/3/port`. Null where the schema knows no
 * such key.
 *
 * @param value the document itself: it decides between the branches of a union
 */
export function schemaAt(pointer: string, root: SchemaNode, value?: unknown): SchemaNode | null {
  let node = chosen(root, value, root);
  let found = value;
  for (const key of pointerKeys(pointer)) {
    const child: SchemaNode | undefined = node.items ?? own(node.properties ?? {}, key);
    if (child === undefined) return null;
    found = entryOf(found, key);
    node = chosen(resolved(child, root), found, root);
  }
  return node;
}

/** The branch of a union that the value is meant for; the node itself where it is no union or none can be told. */
function chosen(node: SchemaNode, value: unknown, root: SchemaNode): SchemaNode {
  return meantBranch(node, value, root) ?? node;
}

function own(properties: Readonly<Record<string, SchemaNode>>, key: string): SchemaNode | undefined {
  return Object.hasOwn(properties, key) ? properties[key] : undefined;
}
