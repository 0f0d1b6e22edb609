import { existsSync, mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { FileSet, OutputFile } from './files.ts';
import { checkFolder, type Inspection, inspect, TEMPORARY_NAME } from './inspect.ts';
import { isSafePath, MANIFEST_PATH, manifestText } from './manifest.ts';
import { codeOf } from './system-error.ts';
import { asWriteError, WriteError } from './write-error.ts';
import { lockFolder } from './write-lock.ts';

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
}

/**
 * Writes `files` into `dir/name/` and nowhere else.
 *
 * Each file appears whole or not at all; files of the user are written only where there is none; files that an earlier
 * run wrote and that are no longer in the set are removed; anything edited or foreign stops the whole run. A process
 * killed on the way leaves old or new files, and a manifest from which the next run goes on. Data is not forced to the
 * disk: this guards against a killed process, and whoever loses power generates again.
 *
 * @throws {WriteError} when the place cannot be written to, or another process does not stop writing to it.
 */
export async function writeFiles(
  dir: string,
  name: string,
  files: FileSet,
  options: WriteOptions = {},
): Promise<WriteOutcome> {
  assertWritable(name, files);
  const folder = `${dir.replace(/(?<=.)\/+$/, '')}/${name}`;
  try {
    checkFolder(dir);
    if (options.check === true || options.dryRun === true) return look(name, folder, files, options);
    return await write(name, folder, files, options);
  } catch (error) {
    throw asWriteError(error, folder);
  }
}

function look(name: string, folder: string, files: FileSet, options: WriteOptions): WriteOutcome {
  const found = inspect(folder, files);
  if (options.check !== true) return outcome(name, folder, found, options);
  const stale = new Set([...found.toWrite.map((file) => file.path), ...found.toRemove, ...found.refused]);
  const nothing = { written: [], removed: [] };
  return { name, dir: folder, ...nothing, unchanged: found.unchanged, refused: found.refused, stale: [...stale] };
}

function outcome(name: string, folder: string, found: Inspection, options: WriteOptions): WriteOutcome {
  const { unchanged, refused } = found;
  const common = { name, dir: folder, unchanged, stale: [] };
  if (refused.length > 0 && options.force !== true) return { ...common, written: [], removed: [], refused };
  return { ...common, written: found.toWrite.map((file) => file.path), removed: found.toRemove, refused: [] };
}

async function write(name: string, folder: string, files: FileSet, options: WriteOptions): Promise<WriteOutcome> {
  const created = makeFolder(folder);
  const lock = await lockFolder(folder);
  let result: WriteOutcome | null = null;
  try {
    const found = inspect(folder, files);
    result = outcome(name, folder, found, options);
    if (result.refused.length === 0) apply(folder, found);
  } finally {
    lock.release();
    if (created && result === null) removeIfEmpty(folder);
  }
  return result;
}

/**
 * The order matters: the manifest first announces the new hashes beside the old ones, then the files change, then the
 * manifest forgets the old ones. At every point in between it knows each file's bytes.
 */
function apply(folder: string, found: Inspection): void {
  const finished = manifestText({ files: found.hashes, pending: new Map() });
  if (found.toWrite.length > 0 || found.toRemove.length > 0) {
    replace(folder, MANIFEST_PATH, manifestText({ files: found.ours, pending: found.hashes }));
    for (const file of found.toWrite) put(folder, file);
    for (const path of found.toRemove) remove(folder, path);
  } else if (found.manifestText === finished) {
    return;
  }
  replace(folder, MANIFEST_PATH, finished);
}

function put(folder: string, file: OutputFile): void {
  if (file.path.includes('/')) mkdirSync(dirname(`${folder}/${file.path}`), { recursive: true });
  replace(folder, file.path, file.text);
}

function remove(folder: string, path: string): void {
  const target = `${folder}/${path}`;
  rmSync(target, { force: true });
  if (!path.includes('/')) return;
  // One that a killed run left would keep the folder.
  rmSync(`${dirname(target)}/${TEMPORARY_NAME}`, { force: true });
  removeIfEmpty(dirname(target));
}

/** Writes beside the target and renames: a reader sees the old file or the new one. Links are replaced, not followed. */
function replace(folder: string, path: string, text: string): void {
  const target = `${folder}/${path}`;
  const temporary = `${dirname(target)}/${TEMPORARY_NAME}`;
  writeNew(temporary, text);
  renameSync(temporary, target);
}

/** Writes a file that was not there: one left by a killed run is removed, a link is never written through. */
function writeNew(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    rmSync(path);
    writeFileSync(path, text, { flag: 'wx' });
  }
}

/** True when the folder was not there before. */
function makeFolder(folder: string): boolean {
  if (checkFolder(folder)) return false;
  makeFolders(folder);
  return true;
}

/** Parents first, each by itself: Node's own recursion never ends below a folder like /proc, which says ENOENT. */
function makeFolders(folder: string): void {
  const parent = dirname(folder);
  if (parent !== folder && !existsSync(parent)) makeFolders(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
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
