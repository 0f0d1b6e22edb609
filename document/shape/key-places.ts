import { childPointer } from '../pointer.ts';
import { oneOf, printed } from '../words/printed.ts';
import { resolved, type SchemaNode } from './schema.ts';
import { taggedBranches } from './union.ts';

/** Where a schema knows a key. */
export interface KeyPlace {
  /** `/sockets/0` stands for any entry. */
  readonly pointer: string;
  /** Of a union the branch that has the key, as words after its place: ` with "do": "send"`; otherwise `''`. */
  readonly branch: string;
}

/** Every place of a key, but for those inside themselves and those in unions without a tag. */
export function placesOfKey(key: string, root: SchemaNode): readonly KeyPlace[] {
  const places: KeyPlace[] = [];
  const visit = (node: SchemaNode, pointer: string, branch: string, above: readonly string[]): void => {
    if (node.$ref !== undefined && above.includes(node.$ref)) return;
    const inside = node.$ref === undefined ? above : [...above, node.$ref];
    const target = resolved(node, root);
    for (const [name, child] of Object.entries(target.properties ?? {})) {
      if (name === key) places.push({ pointer: childPointer(pointer, name), branch });
      visit(child, childPointer(pointer, name), '', inside);
    }
    if (target.items !== undefined) visit(target.items, childPointer(pointer, 0), '', inside);
    for (const [tagged, words] of branchesOf(target, root)) visit(tagged, pointer, words, inside);
  };
  visit(root, '', '', []);
  return places;
}

function branchesOf(node: SchemaNode, root: SchemaNode): ReadonlyMap<SchemaNode, string> {
  const tag = node.discriminator?.propertyName ?? '';
  const wordsOf = new Map<SchemaNode, readonly unknown[]>();
  for (const [word, branch] of taggedBranches(node, root)) {
    wordsOf.set(branch, [...(wordsOf.get(branch) ?? []), word]);
  }
  return new Map([...wordsOf].map(([branch, words]) => [branch, ` with "${tag}": ${oneOf(words.map(printed))}`]));
}
