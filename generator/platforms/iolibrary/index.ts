import { f1Words } from '../f1/words.ts';
import type { Platform } from '../platform.ts';
import { ioLibraryRules } from './rules.ts';
import { IOLIBRARY } from './vendor.ts';

/** Watches the sockets of an application that uses WIZnet's ioLibrary; the board is the application's. */
export const iolibrary: Platform = {
  name: 'iolibrary',
  about:
    "watches the sockets that your application serves through WIZnet's ioLibrary; mcu, wiring and network describe only the simulated board",
  rules: ioLibraryRules,
  watches: true,
  sharesChip: true,
  plan: (part, board) => ({
    name: 'iolibrary',
    library: { name: 'iolibrary', defines: [`_WIZCHIP_=${board.chip.name}`] },
    words: f1Words(part, board),
  }),
  files: () => [
    { path: 'kw_watch.h', template: 'platforms/iolibrary/kw_watch.h' },
    { path: 'kw_watch.c', template: 'platforms/iolibrary/kw_watch.c' },
  ],
  cmake: 'platforms/iolibrary/CMakeLists.txt',
  views: () => [],
  explain: () => ({ clock: [], spi: [], pins: [] }),
  startupIsUsers: true,
  bench: { start: 'platforms/iolibrary/bench.c', port: 'none', needsVendor: true },
  vendor: IOLIBRARY,
};
