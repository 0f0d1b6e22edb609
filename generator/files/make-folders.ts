import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from './system-error.ts';

/**
 * Makes a folder and those above it; nothing happens when it exists. Each is made by itself: Node's own recursion never
 * ends below a folder like /proc, which says ENOENT.
 *
 * @throws what the system says.
 */
export function makeFolders(folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolders(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}
