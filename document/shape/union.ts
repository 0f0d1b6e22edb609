/** Unions of a schema: `anyOf`, and `oneOf` whose branches a key with a fixed word tells apart. */
import { entryOf } from '../pointer.ts';
import { resolved, type SchemaNode } from './schema.ts';

/** The alternatives of an `anyOf`, those of alternatives included; the node itself where it has none. */
export function alternatives(node: SchemaNode, root: SchemaNode): readonly SchemaNode[] {
  if (node.anyOf === undefined) return [node];
  return node.anyOf.flatMap((branch) => alternatives(resolved(branch, root), root));
}

/** Which word of the tag chooses which branch; empty where the node is no union with a tag. */
export function taggedBranches(node: SchemaNode, root: SchemaNode): ReadonlyMap<unknown, SchemaNode> {
  const tag = node.discriminator?.propertyName;
  if (tag === undefined) return new Map();
  const branches = (node.oneOf ?? []).map((branch) => resolved(branch, root));
  return new Map(
    branches.flatMap((branch) => wordsOf(branch.properties?.[tag]).map((word) => [word, branch] as const)),
  );
}

function wordsOf(tag: SchemaNode | undefined): readonly unknown[] {
  return tag?.enum ?? (tag?.const === undefined ? [] : [tag.const]);
}

/**
 * The branch that a value is meant for, right or wrong: by its tag, else the only list, or the object that shares most
 * keys. Null when the node is no union or nothing speaks for one branch.
 */
export function meantBranch(node: SchemaNode, value: unknown, root: SchemaNode): SchemaNode | null {
  if (node.discriminator !== undefined) return byTag(node, node.discriminator.propertyName, value, root);
  if (node.anyOf === undefined || typeof value !== 'object' || value === null) return null;
  const branches = alternatives(node, root);
  if (Array.isArray(value)) return only(branches.filter((branch) => branch.type === 'array'));
  const keys = Object.keys(value);
  const ranked = branches
    .filter((branch) => branch.properties !== undefined)
    .map((branch) => ({ branch, shared: keys.filter((key) => Object.hasOwn(branch.properties ?? {}, key)).length }));
  const most = Math.max(...ranked.map(({ shared }) => shared));
  return only(ranked.filter(({ shared }) => shared === most).map(({ branch }) => branch));
}

/** Where no branch has such a tag, a stand-in that knows the right ones. */
function byTag(node: SchemaNode, tag: string, value: unknown, root: SchemaNode): SchemaNode {
  const branches = taggedBranches(node, root);
  return branches.get(entryOf(value, tag)) ?? { ...node, properties: { [tag]: { enum: [...branches.keys()] } } };
}

function only<T>(candidates: readonly T[]): T | null {
  return candidates.length === 1 ? (candidates[0] ?? null) : null;
}
