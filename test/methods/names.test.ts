import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DECLARED_ENDS, FAILURE_NAMES, ROW_NAMES } from '../../generator/methods/names.ts';
import { METHODS } from '../../generator/methods/registry.ts';
import { generatedNames } from '../../scripts/schemas/declared-names.ts';

test('the names in the contract are fresh (npx tsx scripts/generate-schemas.ts)', () => {
  for (const [path, text] of generatedNames()) {
    expect(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'), path).toBe(text);
  }
});

/** From the header of the firmware of version 0.1: applications have compiled these numbers in. */
const ENDS_OF_0_1 = [
  'peer-closed',
  'reset',
  'probe-timeout',
  'send-timeout',
  'idle',
  'heartbeat-missed',
  'no-answer',
  'goodbye',
  'link-down',
  'chip-fault',
  'local-stop',
];

test('end reasons keep the numbers that 0.1 gave them, and later ones follow without a gap', () => {
  expect(DECLARED_ENDS.slice(0, ENDS_OF_0_1.length).map(({ name }) => name)).toEqual(ENDS_OF_0_1);
  expect(DECLARED_ENDS.map(({ number }) => number)).toEqual(DECLARED_ENDS.map((_, index) => index + 1));
});

test.each([
  ['method', METHODS.map(({ name }) => name)],
  ['key', METHODS.flatMap(({ spec }) => spec?.key ?? [])],
  ['end reason', DECLARED_ENDS.map(({ name }) => name)],
  ['failure', FAILURE_NAMES],
  ['row of tables', ROW_NAMES],
])('no two methods share the name of a %s', (_what, names) => {
  expect(names).toEqual([...new Set(names)]);
});
