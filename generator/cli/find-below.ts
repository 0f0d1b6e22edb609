import { type Dirent, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Projects of CubeMX hold ST's drivers, which are some thousand files in few levels. */
const DEEPEST = 8;
const MOST_FOLDERS = 2_000;
const PASSED_OVER: ReadonlySet<string> = new Set(['node_modules', '.git', 'build', 'Debug', 'Release']);

/** The nearest file of this name in a folder or below it, seen from there, with `/`; null: none that was found. */
export function findBelow(root: string, name: string): string | null {
  let level = [root];
  let folders = 0;
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const folder of level) {
      folders += 1;
      if (folders > MOST_FOLDERS) return null;
      for (const entry of entriesOf(folder)) {
        if (entry.isFile() && entry.name === name) return relative(root, join(folder, name)).replaceAll('\\', '/');
        if (entry.isDirectory() && !PASSED_OVER.has(entry.name)) next.push(join(folder, entry.name));
      }
    }
    level = next.sort();
  }
  return null;
}

/** None of a folder that cannot be read. */
function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
