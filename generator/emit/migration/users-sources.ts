import { type Dirent, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FileSet } from '../files.ts';
import { BUILD_FOLDER } from '../inspect.ts';
import { MANIFEST_PATH, parseManifest } from '../manifest.ts';

/** A C or C++ file of the user's in the firmware's folder. */
export interface UsersSource {
  /** Relative to the folder, with `/` between parts. */
  readonly path: string;
  /** The bytes as Latin-1: names of headers are ASCII in any encoding. */
  readonly text: string;
}

const SOURCE = /\.(c|h|cc|cpp|cxx|hh|hpp|hxx)$/i;
const LARGEST_BYTES = 16 * 1_048_576;

/** Every source below `folder` that keepwire neither writes now nor wrote before; none where there is no such folder. */
export function usersSources(folder: string, files: FileSet): readonly UsersSource[] {
  const owners = new Map(files.map(({ path, owner }) => [path, owner]));
  const paths = sourcesIn(folder).filter((path) => owners.get(path) !== 'keepwire');
  // Most folders hold nothing else than what is written now: then what was written before is not asked for.
  const before = paths.every((path) => owners.has(path)) ? new Set() : new Set(writtenBefore(folder));
  return paths.filter((path) => owners.has(path) || !before.has(path)).flatMap((path) => readSource(folder, path));
}

/** In the order of their paths. Folders that compilers write to are left out; Node's own recursion would read them too. */
function sourcesIn(folder: string): readonly string[] {
  return existsSync(folder) ? sourcesBelow(folder, '').sort() : [];
}

function sourcesBelow(folder: string, parent: string): string[] {
  return entriesIn(join(folder, parent)).flatMap((entry) => {
    const path = `${parent}${entry.name}`;
    if (isFolder(entry, join(folder, path))) return path === BUILD_FOLDER ? [] : sourcesBelow(folder, `${path}/`);
    return SOURCE.test(path) ? [path] : [];
  });
}

/** What cannot be read holds nothing. */
function entriesIn(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Links to folders count: a compiler follows them. */
function isFolder(entry: Dirent, path: string): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** What cannot be read includes nothing. */
function readSource(folder: string, path: string): readonly UsersSource[] {
  try {
    const status = statSync(join(folder, path));
    if (!status.isFile() || status.size > LARGEST_BYTES) return [];
    return [{ path, text: readFileSync(join(folder, path), 'latin1') }];
  } catch {
    return [];
  }
}

function writtenBefore(folder: string): readonly string[] {
  try {
    return [...(parseManifest(readFileSync(join(folder, MANIFEST_PATH), 'utf8'))?.files.keys() ?? [])];
  } catch {
    return [];
  }
}
