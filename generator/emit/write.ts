import { mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolders } from '../files/make-folders.ts';
import { removeAbandoned, replaceFile, temporaryBeside, writeText } from '../files/replace.ts';
import { asWriteError, WriteError } from '../files/write-error.ts';
import { VERSION } from '../firmware/version.generated.ts';
import type { FileSet } from './files.ts';
import { checkFolder, type Inspection, inspect } from './inspect.ts';
import { isSafePath, MANIFEST_PATH, type Manifest, manifestText } from './manifest.ts';
import { type Migration, migrationOf } from './migration/migration.ts';

export interface WriteOptions {
  /** Write over files that were edited or are not ours, and beside strangers. Files of the user stay as they are. */
  readonly force?: boolean;
  /** Say what would be done, change nothing. */
  readonly dryRun?: boolean;
  /** Compare only: what differs is listed as `stale`. */
  readonly check?: boolean;
}

/** What was done (with `dryRun`: would be done). Paths relative to `dir`, `/` between parts. */
export interface WriteOutcome {
  readonly name: string;
  /** `DIR/<name>` as given. */
  readonly dir: string;
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  readonly removed: readonly string[];
  /** Files that keepwire did not write or that were edited since. Where there is one, nothing at all was written. */
  readonly refused: readonly string[];
  /** With `check`: files that are absent, differ, or should no longer be there. */
  readonly stale: readonly string[];
  /** The version that wrote the folder before, `0.1.0` for any up to 0.1; null: it was not there. */
  readonly writtenBy: string | null;
  /** What changes for the user's own files; null: nothing. */
  readonly migration: Migration | null;
}

/**
 * Writes `files` into `dir/name/` and nowhere else.
 *
 * Each file appears whole or not at all; files of the user are written only where there is none; files that an earlier
 * run wrote and that are no longer in the set are removed; anything edited or foreign stops the whole run. A process
 * killed on the way leaves old or new files, and a manifest from which the next run goes on. Data is not forced to the
 * disk: this guards against a killed process, and whoever loses power generates again.
 *
 * A new folder appears at once with everything in it: it is written beside its place and renamed. What a process killed
 * before that leaves there, {@link removeAbandonedFolders} removes.
 *
 * Two processes may write the same files at the same time. If they write different ones, each file is whole, but of either
 * process, and a later run may have to be forced; files of the user are safe all the same.
 *
 * @throws {WriteError} when the place cannot be written to.
 */
export function writeFiles(dir: string, name: string, files: FileSet, options: WriteOptions = {}): WriteOutcome {
  assertWritable(name, files);
  const folder = `${dir.replace(/(?<=.)\/+$/, '')}/${name}`;
  try {
    checkFolder(dir);
    if (options.check === true || options.dryRun === true) return look(name, folder, files, options);
    return write(name, folder, files, options);
  } catch (error) {
    throw asWriteError(error, folder);
  }
}

/**
 * Removes the unfinished folders of killed processes from `dir`. Called once, before the {@link writeFiles} of a run: to
 * search a folder with a thousand others in it for each of them would take longer than to write them.
 *
 * @throws {WriteError} when `dir` is a file or a symbolic link, or cannot be read.
 */
export function removeAbandonedFolders(dir: string): void {
  try {
    if (checkFolder(dir)) removeAbandoned(dir);
  } catch (error) {
    throw asWriteError(error, dir);
  }
}

function look(name: string, folder: string, files: FileSet, options: WriteOptions): WriteOutcome {
  const found = inspect(folder, files);
  const before = earlier(folder, files, found.manifest);
  if (options.check !== true) return { ...outcome(name, folder, found, options), ...before };
  const stale = new Set([...found.toWrite.map((file) => file.path), ...found.toRemove, ...found.refused]);
  const nothing = { written: [], removed: [], ...before };
  return { name, dir: folder, ...nothing, unchanged: found.unchanged, refused: found.refused, stale: [...stale] };
}

/** Manifests of format 1 name no version. */
const FIRST_VERSION = '0.1.0';

type Earlier = Pick<WriteOutcome, 'migration' | 'writtenBy'>;
type Written = Omit<WriteOutcome, keyof Earlier>;

function earlier(folder: string, files: FileSet, manifest: Manifest): Earlier {
  const writtenBy = manifest.files.size === 0 ? null : (manifest.version ?? FIRST_VERSION);
  return { writtenBy, migration: migrationOf(folder, files, manifest) };
}

function outcome(name: string, folder: string, found: Inspection, options: WriteOptions): Written {
  const { kept, unchanged, refused } = found;
  const common = { name, dir: folder, unchanged, stale: [] };
  if (refused.length > 0 && options.force !== true) return { ...common, written: [], removed: [], refused };
  if (kept.length > 0) return { ...common, written: [], removed: [], refused: kept };
  return { ...common, written: found.toWrite.map((file) => file.path), removed: found.toRemove, refused: [] };
}

function write(name: string, folder: string, files: FileSet, options: WriteOptions): WriteOutcome {
  const found = inspect(folder, files);
  if (!found.exists && !create(folder, found)) return write(name, folder, files, options);
  const result = outcome(name, folder, found, options);
  const before = earlier(folder, files, found.manifest);
  if (found.exists && result.refused.length === 0) apply(folder, found);
  return { ...result, ...before };
}

/** Whole, beside its place, then renamed. False when another process has made the folder meanwhile. */
function create(folder: string, found: Inspection): boolean {
  makeFolders(dirname(folder));
  const temporary = temporaryBeside(folder);
  mkdirSync(temporary);
  try {
    for (const { path, text } of found.toWrite) {
      if (path.includes('/')) mkdirSync(dirname(`${temporary}/${path}`), { recursive: true });
      writeFileSync(`${temporary}/${path}`, text);
    }
    writeFileSync(`${temporary}/${MANIFEST_PATH}`, finishedManifest(found));
    renameSync(temporary, folder);
    return true;
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    if (checkFolder(folder)) return false;
    throw error;
  }
}

function finishedManifest({ hashes }: Inspection): string {
  return manifestText({ version: VERSION, files: hashes, pending: new Map() });
}

/**
 * The order matters: the manifest first announces the new hashes beside the old ones, then the files change, then the
 * manifest forgets the old ones. At every point in between it knows each file's bytes.
 */
function apply(folder: string, found: Inspection): void {
  const finished = finishedManifest(found);
  const paths = [...found.toWrite.map((file) => file.path), ...found.toRemove];
  if (paths.length === 0 && found.manifestText === finished) return;
  for (const inner of new Set([MANIFEST_PATH, ...paths].map(dirname))) removeAbandoned(`${folder}/${inner}`);
  if (paths.length > 0) {
    put(
      folder,
      MANIFEST_PATH,
      manifestText({ version: found.manifest.version, files: found.ours, pending: found.hashes }),
    );
    for (const file of found.toWrite) put(folder, file.path, file.text);
    for (const path of found.toRemove) remove(folder, path);
  }
  put(folder, MANIFEST_PATH, finished);
}

function put(folder: string, path: string, text: string): void {
  if (path.includes('/')) mkdirSync(dirname(`${folder}/${path}`), { recursive: true });
  replaceFile(`${folder}/${path}`, (file) => writeText(file, text));
}

function remove(folder: string, path: string): void {
  rmSync(`${folder}/${path}`, { force: true });
  if (path.includes('/')) removeIfEmpty(dirname(`${folder}/${path}`));
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Something else lies there: then it stays.
  }
}

/** Names come from a validated spec and paths from our templates: anything else here is our own bug. */
function assertWritable(name: string, files: FileSet): void {
  if (!isSafePath(name) || name.includes('/')) throw new WriteError(`${JSON.stringify(name)} is no name for a folder`);
  const seen = new Set<string>();
  for (const { path } of files) {
    const folded = path.toLowerCase();
    if (!isSafePath(path)) throw new Error(`unsafe output path ${JSON.stringify(path)}`);
    if (seen.has(folded)) throw new Error(`two output files are one where case does not count: ${path}`);
    seen.add(folded);
  }
}
