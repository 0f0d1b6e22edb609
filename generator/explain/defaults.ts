import type { Spec } from '../../contract/spec.ts';
import { pointerKeys } from '../../document/pointer.ts';
import { INHERITED_KEYS } from '../methods/keys.ts';
import type { Platform } from '../platforms/platform.ts';
import { PLATFORMS } from '../platforms/registry.ts';
import type { Row } from './format.ts';

/**
 * The spec's values that the user did not give, as JSON Pointer and value. `given` are the pointers of values in the
 * user's text; a pointer to an object or a list stands for nothing but itself, `''` is ignored.
 */
export function defaultedValues(spec: Spec, given: readonly string[]): Row[] {
  const known = new Set(given);
  const { files: _, ...values } = spec; // the bytes of the files that the spec names
  return leaves(values, '').filter(
    ([pointer]) => !known.has(pointer) && !isInherited(pointer, known) && !isOfAnotherRole(pointer, spec),
  );
}

/** Values that a socket takes from the top level are listed there; those of a key that its entry has are its own. */
function isInherited(pointer: string, known: ReadonlySet<string>): boolean {
  const [list, index, key] = pointerKeys(pointer);
  if (list !== 'sockets' || !INHERITED_KEYS.some((it) => it.key === key)) return false;
  return !known.has(`/sockets/${index}/${key}`);
}

/** Keys that an entry's role has no use for, and the numbers of sockets where they cannot be chosen. */
function isOfAnotherRole(pointer: string, { sockets, mcu }: Spec): boolean {
  const platform: Platform = PLATFORMS[mcu.platform];
  if (/^\/sockets\/\d+\/number$/.test(pointer)) return platform.sharesChip !== true;
  const found = /^\/sockets\/(\d+)\/(port|server|reconnect|localPort)\b/.exec(pointer);
  if (found === null) return false;
  const isClient = sockets[Number(found[1])]?.role === 'client';
  return isClient === (found[2] === 'port');
}

function leaves(value: unknown, pointer: string): Row[] {
  const isLeaf = typeof value !== 'object' || value === null || (Array.isArray(value) && value.length === 0);
  if (isLeaf) return [[pointer, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, child]) => leaves(child, `${pointer}/${key}`));
}
