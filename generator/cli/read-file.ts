import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import type { Problem, Result } from '../../document/problem.ts';
import { harmless } from '../../document/words/printed.ts';
import { isSystemError, meaningOf } from '../files/system-error.ts';
import { DEFAULT_NAME } from '../input/index.ts';
import { CliError } from './cli-error.ts';

/** Nothing that keepwire reads is larger than a few kilobytes; what is beyond this is some other file. */
const LARGEST_BYTES = 1_048_576;

/** Debug information included; the parts have 1 MB of flash at most. */
const LARGEST_IMAGE_BYTES = 64 * 1_048_576;

/**
 * The bytes of a plain file. A pipe without a writer would be waited for, and a device may never end.
 *
 * @throws {CliError} saying why the file cannot be read.
 */
export function readImage(path: string): Uint8Array {
  const refused = (why: string): CliError => new CliError(2, `${harmless(path)} cannot be read: ${why}`);
  let file: number | null = null;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const status = fstatSync(file);
    if (status.isDirectory()) throw refused('this is a folder, not a file');
    if (!status.isFile()) throw refused('this is a pipe or a device, not a file');
    if (status.size > LARGEST_IMAGE_BYTES) {
      throw refused(`it is too large for firmware: ${status.size} bytes; allowed are ${LARGEST_IMAGE_BYTES}`);
    }
    return new Uint8Array(readFileSync(file));
  } catch (error) {
    throw isSystemError(error) ? refused(meaningOf(error)) : error;
  } finally {
    if (file !== null) closeSync(file);
  }
}

/** Text of a file, `-` for stdin; a byte order mark stays in it. Reads no more than it must of what is no text of ours. */
export function readTextFile(path: string): Result<string> {
  let bytes: Buffer | null;
  try {
    bytes = path === '-' ? readLimited(0) : readPath(path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return failed('file/unreadable', `The file cannot be read: ${meaningOf(error)}.`);
  }
  if (bytes === null) return failed('file/size', `The file is too large. Allowed: ${LARGEST_BYTES} bytes.`);
  if (!isUtf8(bytes)) return failed('file/encoding', 'The file is not text in UTF-8.');
  return { ok: true, value: bytes.toString('utf8') };
}

/** Reads the files that a spec names, from its own folder. Null: the file cannot be read, or is too large for anything. */
export function filesBeside(spec: string): (path: string) => Uint8Array | null {
  const folder = spec === '-' ? '.' : dirname(spec);
  return (path) => {
    try {
      const bytes = readPath(resolve(folder, path));
      return bytes === null ? new Uint8Array(LARGEST_BYTES + 1) : new Uint8Array(bytes);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      return null;
    }
  };
}

/** What a spec without a `name` is called: its file's name without extension. */
export function nameFromPath(path: string): string {
  return path === '-' ? DEFAULT_NAME : basename(path, extname(path));
}

function failed(rule: string, message: string): { readonly ok: false; readonly problems: readonly Problem[] } {
  return { ok: false, problems: [{ pointer: '', rule, message }] };
}

function readPath(path: string): Buffer | null {
  const file = openSync(path, 'r');
  try {
    if (fstatSync(file).isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    return readLimited(file);
  } finally {
    closeSync(file);
  }
}

/** For all files: a new buffer for each of many files takes longer than to read them. */
const chunk = Buffer.allocUnsafe(65_536);

/** Null when there is more than the limit: devices and pipes may never end. */
function readLimited(file: number): Buffer | null {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const count = readSync(file, chunk);
    if (count === 0) return Buffer.concat(chunks);
    total += count;
    if (total > LARGEST_BYTES) return null;
    chunks.push(Buffer.from(chunk.subarray(0, count)));
  }
}
