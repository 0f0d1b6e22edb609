import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { BoardPlan } from '../../contract/board.ts';
import type { FileSet } from '../emit/files.ts';
import type { Vendor } from '../platforms/platform.ts';

/** A user's copy of the vendor's library, as far as it was found. */
export interface FoundVendor {
  readonly includeDirs: readonly string[];
  readonly defines: readonly string[];
  /** Driver sources and start-up, when all that linking needs is there; null otherwise. */
  readonly sources: readonly string[] | null;
  /** What linking lacks, by file name. */
  readonly missing: readonly string[];
}

const DEEPEST_FOLDER = 8;

/** Looks below `dir`; null when the library's header is not there, so that nothing can be compiled. */
export function findVendor(dir: string, wanted: Vendor, board: BoardPlan): FoundVendor | null {
  if (!existsSync(dir) || !statSync(dir).isDirectory()) return null;
  const files = listFiles(dir, DEEPEST_FOLDER);
  const headers = files.filter((path) => wanted.headers.test(basename(path)));
  if (!headers.some((path) => basename(path) === wanted.header)) return null;
  const find = (name: string) => files.find((path) => basename(path) === name);
  const startups = wanted.startups(board);
  const startup = startups.flatMap((name) => {
    return files.filter((path) => basename(path) === name && isGnuAssembly(path));
  })[0];
  const sources = wanted.sources(board).map((name) => ({ name, path: find(name) }));
  const missing = sources.filter(({ path }) => path === undefined).map(({ name }) => name);
  if (startup === undefined && startups.length > 0) missing.push(`${startups[0] ?? 'startup file'} for GCC`);
  return {
    includeDirs: [...new Set(headers.map((path) => dirname(path)))],
    defines: board.platform.library?.defines ?? [],
    sources:
      missing.length > 0
        ? null
        : [...sources.map(({ path }) => path ?? ''), ...(startup === undefined ? [] : [startup])],
    missing,
  };
}

/** The library as an engine takes it: the sources, and all headers below the folders that are searched. */
export function libraryFiles(dir: string, { includeDirs, sources }: FoundVendor): FileSet {
  const headers = includeDirs.flatMap((folder) => listFiles(folder, 1).filter((path) => path.endsWith('.h')));
  return [...new Set([...headers, ...(sources ?? [])])].map((path) => {
    const name = relative(dir, path).replaceAll('\\', '/');
    return { path: name, text: '', bytes: readFileSync(path), layer: 'platform', owner: 'library' };
  });
}

/** ST ships start-up files of one name for three assemblers; only GNU's has this directive. */
function isGnuAssembly(path: string): boolean {
  return /^\s*\.syntax\s+unified/m.test(readFileSync(path, 'utf8'));
}

/** Plain files below `dir`, the nearest first, names in order; links are not followed. */
function listFiles(dir: string, depth: number): string[] {
  const entries = readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(dir, entry.name));
  if (depth === 0) return files;
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  return [...files, ...folders.flatMap((entry) => listFiles(join(dir, entry.name), depth - 1))];
}
