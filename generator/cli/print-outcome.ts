import type { WriteOutcome } from '../emit/write.ts';
import type { Io } from './io.ts';

const MOST_NAMES = 20;

/** What was written, for a person. */
export function printOutcome(outcome: WriteOutcome, dryRun: boolean, io: Io): void {
  const { dir, written, unchanged, removed } = outcome;
  const counts = [`${written.length} written`, `${unchanged.length} unchanged`];
  if (removed.length > 0) counts.push(`${removed.length} removed`);
  io.out(`${dir}: ${counts.join(', ')}${dryRun ? ' (dry run: nothing was changed)' : ''}`);
  if (!dryRun) return;
  for (const path of written) io.out(`  write  ${path}`);
  for (const path of removed) io.out(`  remove ${path}`);
}

/** Why nothing was written, and what to do. */
export function refusalText(outcome: WriteOutcome): string {
  const { dir, refused } = outcome;
  const names = refused.slice(0, MOST_NAMES).map((path) => `  ${path}`);
  if (refused.length > MOST_NAMES) names.push(`  and ${refused.length - MOST_NAMES} more`);
  return [
    `${dir}: nothing was written. These files were edited since, or keepwire did not write them:`,
    ...names,
    'Move them away, or write over them with --force (app.c and main.c are yours and always stay).',
  ].join('\n');
}
