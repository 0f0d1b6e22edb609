import type { BuildCache } from '../../contract/build-cache.ts';
import { harmless } from '../../document/words/printed.ts';
import { diskCache } from '../toolchain/disk-cache.ts';
import { cacheFolder } from './cache-folder.ts';
import type { Io } from './io.ts';

/** The cache of compiled firmware; what is wrong with it is one line on stderr, and the command goes on. */
export function buildCache(io: Io): BuildCache {
  return diskCache(cacheFolder(), {
    onDamaged: (path) =>
      io.err(`The cache file ${harmless(path)} is damaged or foreign; the firmware is compiled again.`),
    onUnusable: (folder, why) => {
      io.err(
        `The cache folder ${harmless(folder)} is not usable: ${why}. The firmware is compiled in each run; set XDG_CACHE_HOME.`,
      );
    },
  });
}
