import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildCache } from '../../contract/build-cache.ts';
import { replaceFile, writeAll } from '../files/replace.ts';

/**
 * A build cache in a folder, one file a key. A folder that cannot be read or written is a cache that
 * is empty: builds go on, slower.
 */
export function diskCache(folder: string): BuildCache {
  return {
    async get(key) {
      try {
        return new Uint8Array(await readFile(join(folder, key)));
      } catch {
        return undefined;
      }
    },
    async set(key, bytes) {
      try {
        await mkdir(folder, { recursive: true });
        replaceFile(join(folder, key), (file) => writeAll(file, bytes));
      } catch {
        // see above
      }
    },
  };
}
