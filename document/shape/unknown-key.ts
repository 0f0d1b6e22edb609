import { childPointer, parentPointer, valueAt } from '../pointer.ts';
import { didYouMean, nearest } from '../words/nearest.ts';
import { oneOf, printed } from '../words/printed.ts';
import { type KeyPlace, placesOfKey } from './key-places.ts';
import type { SchemaNode } from './schema.ts';
import { schemaAt } from './schema-at.ts';

export interface UnknownKey {
  readonly message: string;
  /** Pointer of the key that was probably meant; null when there is no such guess. */
  readonly meant: string | null;
}

/** A key that belongs in more places says nothing of what was meant. */
const MOST_PLACES = 3;

/** What to say about a key that the schema does not know in the object at `parent`. */
export function unknownKey(parent: string, key: string, root: SchemaNode, value: unknown): UnknownKey {
  const known = Object.keys(schemaAt(parent, root, value)?.properties ?? {});
  const holder = valueAt(value, parent) as object;
  const found = `Unknown key ${printed(key)}.`;
  const free = known.filter((word) => !Object.hasOwn(holder, word));
  const near = nearest(key, free) ?? nearest(key, known);
  if (near !== null) return { message: `${found}${didYouMean(key, [near])}`, meant: childPointer(parent, near) };
  const elsewhere = placesOfKey(key, root);
  if (elsewhere.length > 0 && elsewhere.length <= MOST_PLACES) {
    const message = `${found} It belongs in ${oneOf(elsewhere.map(holderOf))}.`;
    return { message, meant: elsewhere[0]?.pointer ?? null };
  }
  return { message: `${found} ${allowedKeys(known)}`, meant: null };
}

/** More keys hide the message: the schema lists them. */
const MOST_LISTED = 12;

function allowedKeys(known: readonly string[]): string {
  if (known.length > MOST_LISTED) return `Remove it; the ${known.length} keys that are allowed here are in the schema.`;
  return `Allowed here: ${oneOf(known.map((word) => `"${word}"`))}.`;
}

function holderOf({ pointer, branch }: KeyPlace): string {
  const holder = parentPointer(pointer);
  if (holder === '') return 'the outermost object';
  return `${holder.endsWith('/0') ? `an entry of ${parentPointer(holder)}` : holder}${branch}`;
}
