/** A commit in a folder of its own, built and ready to run. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkPackages, ROOT } from '../copy-checkout.ts';

/** What Git calls the present checkout; ends in `-dirty` when files differ from the commit. */
export function describeCheckout(): string {
  return git(['describe', '--always', '--dirty', '--exclude=*']);
}

/** @throws {Error} when Git knows no such commit. */
export function commitOf(reference: string): string {
  const args = ['rev-parse', '--short', '--verify', '--quiet', `${reference}^{commit}`];
  const { status, stdout } = spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`Git knows no commit ${reference}`);
  return stdout.trim();
}

/**
 * Checks a commit out into a temporary worktree and builds it with its own `npm run setup`. The worktree is removed when
 * this process ends.
 *
 * @throws {Error} when a step fails; its output is on stderr.
 */
export function checkOut(commit: string): string {
  const parent = mkdtempSync(join(tmpdir(), 'keepwire-checkout-'));
  const folder = join(parent, commit);
  process.on('exit', () => {
    spawnSync('git', ['worktree', 'remove', '--force', folder], { cwd: ROOT });
    rmSync(parent, { recursive: true, force: true });
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
  git(['worktree', 'add', '--detach', folder, commit]);
  if (samePackages(folder)) linkPackages(folder);
  // What npm prints on stdout is no result of ours.
  const { status } = spawnSync('npm', ['run', 'setup'], { cwd: folder, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`npm run setup fails at ${commit}; its output above says why`);
  return folder;
}

/** The JavaScript file of a checkout's command line. */
export function commandOf(folder: string): string {
  return join(folder, JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).bin.keepwire);
}

/** Whether both lock files name the same packages; their own version aside. */
function samePackages(folder: string): boolean {
  const [own, other] = [ROOT, folder].map((root) => {
    const { '': _, ...packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
    return JSON.stringify(packages);
  });
  return own === other;
}

function git(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args[0]} fails: ${stderr.trim()}`);
  return stdout.trim();
}
