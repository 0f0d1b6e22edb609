import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { WriteError } from '../files/write-error.ts';
import type { FileSet, OutputFile } from './files.ts';
import { MANIFEST_PATH, parseManifest } from './manifest.ts';

/** A name that starts with "-" would be read as a compiler option; other names are not passed to the compiler. */
const FIT_NAME = /^[\w][\w .+-]*$/;

/** Tables of constants take several bytes of text each, and parts have 1 MB of flash at most. */
const LARGEST_SOURCE_BYTES = 16 * 1_048_576;

/**
 * The C files and headers that the user has put beside the firmware's own in `folder`, in the order of their names;
 * none where there is no such folder. What an earlier run wrote is not the user's. Hidden files are no sources.
 *
 * @throws {WriteError} for a name that cannot be given to a compiler.
 */
export function furtherFiles(folder: string, files: FileSet): readonly OutputFile[] {
  const names = namesIn(folder).filter((name) => /^[^.].*\.[ch]$/.test(name));
  const ours = new Set([...files.map(({ path }) => path), ...(names.length > 0 ? writtenBefore(folder) : [])]);
  return names
    .filter((name) => !ours.has(name))
    .sort()
    .map((path) => {
      if (!FIT_NAME.test(path))
        throw new WriteError(`${join(folder, path)} has a name that no compiler takes; rename it`);
      return { path, text: '', bytes: readSource(join(folder, path)), layer: 'app', owner: 'user' };
    });
}

/**
 * A source of the user's as it is.
 *
 * @throws {WriteError} for a pipe, a device or a folder: reading it might never end; and for what no part could hold.
 */
export function readSource(path: string): Uint8Array {
  const status = statSync(path);
  if (!status.isFile()) throw new WriteError(`${path} is not a plain file`);
  if (status.size > LARGEST_SOURCE_BYTES) {
    throw new WriteError(
      `${path} is too large for a source: ${status.size} bytes; allowed are ${LARGEST_SOURCE_BYTES}`,
    );
  }
  return readFileSync(path);
}

function namesIn(folder: string): readonly string[] {
  try {
    // Links to files count; folders do not.
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [] : [entry.name]));
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
