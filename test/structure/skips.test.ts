import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const TESTS = join(import.meta.dirname, '..');
/** These skip without a reason; `skip(condition, reason)` of the test's context has one, which the run prints. */
const WITHOUT_REASON = /\.(?:skipIf|runIf|todo)\(|\b(?:test|describe|it)\.skip\b/;

test('no test is skipped without a reason', () => {
  const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(200);
  expect(files.filter((name) => WITHOUT_REASON.test(readFileSync(join(TESTS, name), 'utf8')))).toEqual([]);
});
