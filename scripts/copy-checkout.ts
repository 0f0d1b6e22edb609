/** Copies of this checkout, for scripts and tests that change files of it. */
import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout. */
export const ROOT = dirname(fileURLToPath(new URL('.', import.meta.url)));

/** Git's files, the installed packages, which are linked, and generated firmware. */
const LEFT_OUT = ['.git', 'node_modules', 'out'];

/** Copies the checkout as it is, changes that are not committed included, into a folder. */
export function copyCheckout(folder: string): void {
  const isCopied = (path: string): boolean => dirname(path) !== ROOT || !LEFT_OUT.includes(basename(path));
  cpSync(ROOT, folder, { recursive: true, filter: isCopied });
  linkPackages(folder);
}

/** Links each package; what tools keep beside the packages, in names that begin with a dot, stays apart. */
export function linkPackages(folder: string): void {
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    const isTools = name.startsWith('.') && name !== '.bin' && name !== '.package-lock.json';
    if (!isTools) symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  }
}
