import { childPointer, parentPointer } from '../text/pointer.ts';
import { nearest } from '../words/nearest.ts';
import { oneOf, printed } from '../words/printed.ts';
import { resolved, rootSchema, type SchemaNode, schemaOf } from './schema.ts';

export interface UnknownKey {
  readonly message: string;
  /** Pointer of the key that was probably meant; null when there is no such guess. */
  readonly meant: string | null;
}

/** What to say about a key that the schema does not know in the object at `parent`. */
export function unknownKey(parent: string, key: string, presentKeys: readonly string[]): UnknownKey {
  const known = Object.keys(schemaOf(parent)?.properties ?? {});
  const found = `Unknown key ${printed(key)}.`;
  const free = known.filter((word) => !presentKeys.includes(word));
  const near = nearest(key, free) ?? nearest(key, known);
  if (near !== null) return { message: `${found} Did you mean "${near}"?`, meant: childPointer(parent, near) };
  const elsewhere = placesOfKey(key);
  if (elsewhere.length > 0) {
    const message = `${found} It belongs in ${oneOf(elsewhere.map(holderOf))}.`;
    return { message, meant: elsewhere[0] ?? null };
  }
  return { message: `${found} Allowed here: ${oneOf(known.map((word) => `"${word}"`))}.`, meant: null };
}

function holderOf(pointer: string): string {
  const holder = parentPointer(pointer);
  if (holder === '') return 'the outermost object';
  return holder.endsWith('/0') ? `an entry of ${parentPointer(holder)}` : holder;
}

/** Pointers at which the schema knows this key; `/sockets/0` stands for any entry. */
function placesOfKey(key: string): readonly string[] {
  const places: string[] = [];
  const visit = (node: SchemaNode, pointer: string): void => {
    for (const [name, child] of Object.entries(node.properties ?? {})) {
      if (name === key) places.push(childPointer(pointer, name));
      visit(resolved(child), childPointer(pointer, name));
    }
    if (node.items !== undefined) visit(node.items, childPointer(pointer, 0));
  };
  visit(rootSchema(), '');
  return places;
}
