/** The tier of the sweeps plays tests of the other tiers. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SWEEPS = fileURLToPath(new URL('../sweeps', import.meta.url));

/** The tests that a sweep plays by importing them. */
function played(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^import '(.*\.test\.ts)';$/gm)].map((match) => join(dirname(file), match[1] ?? ''));
}

test('no sweep plays a test with snapshots: they lie beside the file that runs', () => {
  const files = readdirSync(SWEEPS, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.test.ts'));
  const tests = files.flatMap((name) => played(join(SWEEPS, name)));
  expect(tests.length).toBeGreaterThan(20);
  expect(tests.filter((path) => /toMatch(File|Inline)?Snapshot/.test(readFileSync(path, 'utf8')))).toEqual([]);
});
