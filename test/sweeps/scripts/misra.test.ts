/** Cppcheck takes half a minute for all templates. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { breachesIn, cppcheckVersion } from '../../../scripts/misra/cppcheck.ts';
import { misraDocument } from '../../../scripts/misra/document.ts';
import { firmware } from '../../../scripts/misra/firmware.ts';
import { needTools } from '../../tools.ts';

const COMMITTED = readFileSync(new URL('../../../docs/misra.md', import.meta.url), 'utf8');

test('docs/misra.md is what Cppcheck finds; each broken rule has a reason', { timeout: 600_000 }, async (context) => {
  needTools('cppcheck', 'python');
  const version = await cppcheckVersion();
  context.skip(!COMMITTED.includes(`${version} `), `docs/misra.md was made with another version than ${version}`);
  const found = await Promise.all([...firmware().values()].map(breachesIn));
  expect(misraDocument(version, found.flat())).toBe(COMMITTED);
});
