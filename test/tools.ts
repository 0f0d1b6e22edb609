import { TestRunner } from 'vitest';
import { TOOLS } from '../scripts/setup/tools.mjs';

const found = new Map<ToolName, boolean>();

export type ToolName = keyof typeof TOOLS;

/**
 * Skips the running test where one of these programs is missing, and says which. Helpers call it before they start one:
 * so a test is skipped only when it really needs what is missing. Not for `test.concurrent`: which test runs is unknown there.
 *
 * @throws {Error} outside of a test, for instance in `beforeAll`
 */
export function needTools(...names: readonly ToolName[]): void {
  const reason = whyMissing(...names);
  if (reason === null) return;
  TestRunner.getCurrentTest()?.context.skip(reason);
  throw new Error(reason);
}

/** The first of these programs that is missing, with its Debian packages; null when all are there. */
export function whyMissing(...names: readonly ToolName[]): string | null {
  const missing = names.find((name) => !isThere(name));
  if (missing === undefined) return null;
  const { name, packages } = TOOLS[missing];
  return `${name} is not installed (Debian ${packages.length === 1 ? 'package' : 'packages'} ${packages.join(', ')})`;
}

function isThere(name: ToolName): boolean {
  const answer = found.get(name) ?? TOOLS[name].isThere();
  found.set(name, answer);
  return answer;
}
