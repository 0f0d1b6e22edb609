import type { Migration } from '../emit/migration/migration.ts';
import type { UserCode } from '../emit/view/joining.ts';
import type { WriteOutcome } from '../emit/write.ts';
import type { Io } from './io.ts';

const MOST_NAMES = 20;

/** What was written, for a person. */
export function printOutcome(outcome: WriteOutcome, dryRun: boolean, io: Io): void {
  const { dir, written, unchanged, removed } = outcome;
  const counts = [`${written.length} written`, `${unchanged.length} unchanged`];
  if (removed.length > 0) counts.push(`${removed.length} removed`);
  io.out(`${dir}: ${counts.join(', ')}${dryRun ? ' (dry run: nothing was changed)' : ''}`);
  printMigration(outcome, io);
  if (!dryRun) return;
  for (const path of written) io.out(`  write  ${path}`);
  for (const path of removed) io.out(`  remove ${path}`);
}

/** What the user does with a new folder: lines for the code, and for the build system where it is known. */
export function printUserCode(
  { dir, writtenBy }: WriteOutcome,
  rows: readonly UserCode[],
  build: readonly string[],
  io: Io,
): void {
  if (rows.length === 0 || writtenBy !== null) return;
  const where = rows.every(({ isMark }) => isMark) ? 'main.c of your project' : 'your project';
  io.out(`Next, in ${where} (build systems: ${dir}/README.md):`);
  const width = Math.max(...rows.map(({ section }) => section.length));
  for (const { section, line } of rows) io.out(`  ${section.padEnd(width)}  ${line}`);
  for (const [index, line] of build.entries()) io.out(index === 0 ? line : `  ${line}`);
}

/** Why nothing was written, and what to do. `force`: the user asked to write over such files. */
export function refusalText(outcome: WriteOutcome, force: boolean): string {
  const { dir, refused } = outcome;
  if (force) {
    return `${dir}: nothing was written. ${refused.map((path) => `${dir}/${path}`).join(', ')} is yours, written for another platform; --force does not write over it. Move it away, then generate again.`;
  }
  const names = refused.slice(0, MOST_NAMES).map((path) => `  ${path}`);
  if (refused.length > MOST_NAMES) names.push(`  and ${refused.length - MOST_NAMES} more`);
  return [
    `${dir}: nothing was written. These files were edited after keepwire wrote them, or keepwire did not write them:`,
    ...names,
    'Move them away, or overwrite them with --force (app.c and main.c are yours and always stay).',
  ].join('\n');
}

/** New names of files, for a person who has the old ones in other places. Printed once: then the folder is up to date. */
export function printMigration({ migration }: WriteOutcome, io: Io): void {
  if (migration !== null) for (const line of migrationLines(migration)) io.out(line);
}

function migrationLines({ sources, includes }: Migration): readonly string[] {
  const width = Math.max(...sources.map(({ old }) => old.length));
  const list = sources.map(({ old, now }) => `  ${old.padEnd(width)}  ${now.join(' ')}`);
  const places = includes.map(({ path, line, old, now }) => `  ${path}:${line}  "${old}" -> "${now}"`);
  return [
    'Version 0.1 wrote this folder; the files have new names now.',
    'If a build of yours lists the sources, replace there (a build of *.c needs no change):',
    ...list,
    ...(places.length === 0
      ? []
      : ['These lines include old names. Change them, and the old headers go; until then they stay:', ...places]),
  ];
}
