/**
 * `npm run misra`: checks the generated C against MISRA C:2012 and writes docs/misra.md.
 * Exit code 1 when a rule is broken that has no reason in scripts/misra/reasons.ts.
 */
import { writeFileSync } from 'node:fs';
import { breachesIn, cppcheckVersion } from './misra/cppcheck.ts';
import { misraDocument, RuleProblem } from './misra/document.ts';
import { firmware } from './misra/firmware.ts';

const PATH = new URL('../docs/misra.md', import.meta.url);

try {
  const found = [];
  for (const files of firmware().values()) found.push(...(await breachesIn(files)));
  writeFileSync(PATH, misraDocument(await cppcheckVersion(), found));
} catch (error) {
  if (!(error instanceof RuleProblem)) throw error;
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
}
