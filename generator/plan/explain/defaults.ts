import type { Row } from './format.ts';

/**
 * The spec's values that the user did not give, as JSON Pointer and value. `given` are the pointers of values in the
 * user's text; a pointer to an object or a list stands for nothing but itself, `''` is ignored.
 */
export function defaultedValues(spec: object, given: readonly string[]): Row[] {
  const known = new Set(given);
  return leaves(spec, '').filter(([pointer]) => !known.has(pointer));
}

function leaves(value: unknown, pointer: string): Row[] {
  if (typeof value !== 'object' || value === null) return [[pointer, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, child]) => leaves(child, `${pointer}/${key}`));
}
