import { fileURLToPath } from 'node:url';
import { diskCache } from '../generator/toolchain/disk-cache.ts';
import { layeredCache, memoryCache } from '../simulator/engine/host/cache.ts';

/** What another suite or an earlier run of the tests compiled is not compiled again; a key is everything that goes in. */
export const cache = layeredCache(
  memoryCache(),
  diskCache(fileURLToPath(new URL('../node_modules/.cache/keepwire', import.meta.url))),
);
