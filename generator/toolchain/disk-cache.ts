import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildCache } from '../../contract/build-cache.ts';

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
        const partial = join(folder, `.${key}.${process.pid}.${writes++}`);
        await writeFile(partial, bytes);
        await rename(partial, join(folder, key)); // a reader sees all of it or nothing
      } catch {
        // see above
      }
    },
  };
}

let writes = 0;
