import { type Dirent, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { codeOf } from '../files/system-error.ts';
import { WriteError } from '../files/write-error.ts';
import type { FileSet, OutputFile } from './files.ts';
import {
  EMPTY_MANIFEST,
  hashOnDisk,
  isOurs,
  MANIFEST_PATH,
  type Manifest,
  parseManifest,
  sha256,
  withUnixLineEnds,
} from './manifest.ts';

/** What compilers leave below `DIR/<name>/`; ours to overwrite, never in the manifest. */
export const BUILD_FOLDER = 'build';

/** How `DIR/<name>/` compares with what is to be written into it. All paths relative to it, in the set's order. */
export interface Inspection {
  readonly exists: boolean;
  /** The manifest file, with LF as line ends; null when there is none. */
  readonly manifestText: string | null;
  /** What it says; empty when there is none, or none of ours. */
  readonly manifest: Manifest;
  /** SHA-256 of every file of the set that keepwire owns. */
  readonly hashes: ReadonlyMap<string, string>;
  /** SHA-256 of every file that lies there and is ours. */
  readonly ours: ReadonlyMap<string, string>;
  readonly toWrite: readonly OutputFile[];
  readonly unchanged: readonly string[];
  /** Files of ours that are no longer in the set, unedited. */
  readonly toRemove: readonly string[];
  /** Files in the way that keepwire did not write, or that were edited since. */
  readonly refused: readonly string[];
  /** Of these, what the user wrote where another platform asks for it: no option overwrites it. */
  readonly kept: readonly string[];
}

/** Platform custom gives this file to its user. Where the manifest does not list it, keepwire has not written it. */
const USERS_ELSEWHERE = 'kw_port.c';

/**
 * Looks at `folder` (`DIR/<name>`) without changing anything.
 *
 * @throws {WriteError} when the folder or one below it is a file or a symbolic link.
 */
export function inspect(folder: string, files: FileSet): Inspection {
  const hashes = new Map(files.filter((file) => file.owner === 'keepwire').map((f) => [f.path, sha256(f.text)]));
  const entries = entriesOf(folder);
  if (entries === null) {
    const nothing = { ours: new Map(), unchanged: [], toRemove: [], refused: [], kept: [] };
    return { ...nothing, exists: false, manifestText: null, manifest: EMPTY_MANIFEST, hashes, toWrite: files };
  }
  const manifestText = entries.has(MANIFEST_PATH) ? withUnixLineEnds(readText(`${folder}/${MANIFEST_PATH}`)) : null;
  const parsed = manifestText === null ? EMPTY_MANIFEST : parseManifest(manifestText);
  const manifest = parsed ?? EMPTY_MANIFEST;
  const sorted = sortFiles(folder, files, { entries, manifest, hashes });
  const refused = parsed === null ? [MANIFEST_PATH, ...sorted.refused] : sorted.refused;
  return { ...sorted, exists: true, manifestText, manifest, hashes, refused };
}

interface Context {
  readonly entries: ReadonlyMap<string, Dirent>;
  readonly manifest: Manifest;
  readonly hashes: ReadonlyMap<string, string>;
}

type Sorted = Pick<Inspection, 'ours' | 'toWrite' | 'unchanged' | 'toRemove' | 'refused' | 'kept'>;

function sortFiles(folder: string, files: FileSet, context: Context): Sorted {
  const { manifest, hashes } = context;
  const ours = new Map<string, string>();
  const toWrite: OutputFile[] = [];
  const unchanged: string[] = [];
  const toRemove: string[] = [];
  const refused: string[] = [];
  for (const file of files) {
    const found = lookAt(folder, file.path, context.entries);
    const right = found !== null && (file.owner === 'user' || found === hashes.get(file.path));
    if (right) unchanged.push(file.path);
    else toWrite.push(file);
    if (found === null || file.owner === 'user') continue;
    if (right || isOurs(manifest, file.path, found)) ours.set(file.path, found);
    else refused.push(file.path);
  }
  for (const path of leftovers(folder, files, manifest)) {
    const found = lookAt(folder, path, context.entries);
    if (found === null) continue;
    if (isOurs(manifest, path, found)) {
      ours.set(path, found);
      toRemove.push(path);
    } else refused.push(path);
  }
  if (manifest === EMPTY_MANIFEST) refused.push(...strangers(files, context.entries));
  const kept = manifest === EMPTY_MANIFEST || knows(manifest, USERS_ELSEWHERE) ? [] : refused.filter(isUsersElsewhere);
  return { ours, toWrite, unchanged, toRemove, refused, kept };
}

const isUsersElsewhere = (path: string): boolean => path === USERS_ELSEWHERE;

function knows({ files, pending }: Manifest, path: string): boolean {
  return files.has(path) || pending.has(path);
}

/** Paths of the manifest that the set no longer has; not those that only differ in case and are one file on this disk. */
function leftovers(folder: string, files: FileSet, manifest: Manifest): string[] {
  const current = new Map(files.map((file) => [file.path.toLowerCase(), file.path]));
  return [...new Set([...manifest.files.keys(), ...manifest.pending.keys()])].sort().filter((path) => {
    const twin = current.get(path.toLowerCase());
    return twin === undefined || (twin !== path && !isSameFile(`${folder}/${twin}`, `${folder}/${path}`));
  });
}

/** In a folder without a manifest: everything that is not what we would have written. */
function strangers(files: FileSet, entries: ReadonlyMap<string, Dirent>): string[] {
  const known = new Set(files.map((file) => (file.path.split('/')[0] ?? '').toLowerCase()));
  return [...entries.keys()].filter((name) => !known.has(name.toLowerCase()) && !isHousekeeping(name)).sort();
}

/** The manifest and what killed runs left, those of version 0.1 included. */
function isHousekeeping(name: string): boolean {
  return name === BUILD_FOLDER || name.startsWith('.keepwire');
}

/** The hash of what lies at `path`, `'link'` or `'other'` for what is not a plain file, null for nothing. */
function lookAt(folder: string, path: string, entries: ReadonlyMap<string, Dirent>): string | null {
  const parts = path.split('/');
  const entry = entries.get(parts[0] ?? '');
  // Names that differ only in case may be one file: only the file system knows, so it is asked.
  if (entry === undefined && !hasCaseTwin(parts[0] ?? '', entries)) return null;
  for (let depth = 1; depth < parts.length; depth++) checkFolder(`${folder}/${parts.slice(0, depth).join('/')}`);
  const status = lstatSync(`${folder}/${path}`, { throwIfNoEntry: false });
  if (status === undefined) return null;
  if (status.isSymbolicLink()) return 'link';
  if (!status.isFile()) throw new WriteError(`${folder}/${path} is in the way: it is not a plain file`);
  try {
    return hashOnDisk(readFileSync(`${folder}/${path}`));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null; // another run has removed it meanwhile
    throw error;
  }
}

function hasCaseTwin(name: string, entries: ReadonlyMap<string, Dirent>): boolean {
  const folded = name.toLowerCase();
  for (const other of entries.keys()) if (other.toLowerCase() === folded) return true;
  return false;
}

function isSameFile(a: string, b: string): boolean {
  const first = lstatSync(a, { throwIfNoEntry: false, bigint: true });
  const second = lstatSync(b, { throwIfNoEntry: false, bigint: true });
  return first !== undefined && second !== undefined && first.ino === second.ino && first.dev === second.dev;
}

function entriesOf(folder: string): ReadonlyMap<string, Dirent> | null {
  if (!checkFolder(folder)) return null;
  return new Map(readdirSync(folder, { withFileTypes: true }).map((entry) => [entry.name, entry]));
}

/**
 * Whether there is a folder at `path`.
 *
 * @throws {WriteError} when there is something else, a symbolic link included: files written below it would land
 * outside the folder that the user named.
 */
export function checkFolder(path: string): boolean {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status === undefined) return false;
  if (status.isSymbolicLink()) {
    throw new WriteError(`${path} is a symbolic link to ${readlinkSync(path)}; name the folder itself`);
  }
  if (!status.isDirectory()) throw new WriteError(`${path} is not a folder`);
  return true;
}

/** Text of a plain file; null when nothing is there. A link is not followed and counts as no manifest of ours. */
function readText(path: string): string {
  try {
    return lstatSync(path).isFile() ? readFileSync(path, 'utf8') : '';
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
}
