// @ts-check
/** Installs the npm packages of the lock file. */
import { readFileSync } from 'node:fs';
import { ROOT, run, stop } from './step.mjs';

export function installPackages() {
  if (arePackagesCurrent()) return;
  console.error('Installing npm packages …');
  if (!run('npm', ['ci', '--no-audit', '--no-fund'])) stop(1, 'npm ci failed; its output above says why');
}

/** Whether npm's record of what it installed agrees with the lock file; npm leaves out packages for other systems. */
function arePackagesCurrent() {
  const wanted = lockedPackages('package-lock.json');
  const installed = lockedPackages('node_modules/.package-lock.json');
  if (wanted === null || installed === null) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    const present = installed[path];
    if (path === '') return true;
    if (present === undefined) return 'optional' in entry || 'peer' in entry;
    return present.version === entry.version && present.integrity === entry.integrity;
  });
}

/** @type {(path: string) => Record<string, { version?: string, integrity?: string }> | null} */
function lockedPackages(path) {
  try {
    return JSON.parse(readFileSync(ROOT + path, 'utf8')).packages;
  } catch {
    return null;
  }
}
