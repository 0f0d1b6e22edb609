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
  const isOther = (pointer: string): boolean => isOfAnotherRole(pointer, spec) || isOfAnotherPlatform(pointer, spec);
  return leaves(values, '').filter(
    ([pointer]) => !known.has(pointer) && !isInherited(pointer, known) && !isOther(pointer),
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

/** What a firmware with a board of its own has, and what the user's loop does. */
const OWNERS = /^\/(timer\/(instance|prescaler)|mcu\/(part|flashOffset|clock)|trace)\b/;
const OF_CALLERS = '/callEveryMs';
/** Names of the project that one of another kind has no use for. */
const NAMED_ON_HAL = /^\/wiring\/(cs|spi)$/;

/** Keys that the platform has no use for. */
function isOfAnotherPlatform(pointer: string, { mcu }: Spec): boolean {
  const { isGuest, name, watches }: Platform = PLATFORMS[mcu.platform];
  if (pointer === OF_CALLERS) return !(isGuest || watches);
  if (isGuest !== true) return false;
  return OWNERS.test(pointer) || pointer === '/watched' || (name !== 'hal' && NAMED_ON_HAL.test(pointer));
}

function leaves(value: unknown, pointer: string): Row[] {
  const isLeaf = typeof value !== 'object' || value === null || (Array.isArray(value) && value.length === 0);
  if (isLeaf) return [[pointer, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, child]) => leaves(child, `${pointer}/${key}`));
}
