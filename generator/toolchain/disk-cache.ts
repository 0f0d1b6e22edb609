import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildCache } from '../../contract/build-cache.ts';
import { makeFolders } from '../files/make-folders.ts';
import { replaceFile, writeAll } from '../files/replace.ts';
import { codeOf, isSystemError, meaningOf } from '../files/system-error.ts';

/** What a cache reports; each at most once, for one cause damages or blocks many files. */
export interface CacheReports {
  /** A file in the cache is not what was stored there. The build goes on as if it were absent, and replaces it. */
  readonly onDamaged?: (path: string) => void;
  /** The folder cannot be read or written. The build goes on without it. */
  readonly onUnusable?: (folder: string, why: string) => void;
}

/** Files of version 0.2 have no checksum and other names; they are not read. */
const SUFFIX = '.kept';
const CHECKSUM_BYTES = 32;

/**
 * A build cache in a folder, one file a key: a SHA-256 of key and content, then the content. A file that is damaged or
 * foreign counts as absent, and a folder that cannot be read or written as empty: builds go on, slower.
 */
export function diskCache(folder: string, reports: CacheReports = {}): BuildCache {
  const onDamaged = once((path: string) => reports.onDamaged?.(path));
  const onUnusable = once((error: unknown) => {
    reports.onUnusable?.(folder, isSystemError(error) ? meaningOf(error) : String(error));
  });
  return {
    async get(key) {
      const path = join(folder, key + SUFFIX);
      try {
        const stored = await readFile(path);
        const bytes = new Uint8Array(stored.subarray(CHECKSUM_BYTES));
        if (checksum(key, bytes).equals(stored.subarray(0, CHECKSUM_BYTES))) return bytes;
        onDamaged(path);
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') onUnusable(error);
      }
      return undefined;
    },
    async set(key, bytes) {
      try {
        makeFolders(folder);
        replaceFile(join(folder, key + SUFFIX), (file) => {
          writeAll(file, checksum(key, bytes));
          writeAll(file, bytes);
        });
      } catch (error) {
        onUnusable(error);
      }
    },
  };
}

/** With the key in it: an entry under another's name is foreign. */
function checksum(key: string, bytes: Uint8Array): Buffer {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(`${key}\n`).update(bytes).digest();
}

function once<T>(report: (value: T) => void): (value: T) => void {
  let isDone = false;
  return (value) => {
    if (!isDone) report(value);
    isDone = true;
  };
}
