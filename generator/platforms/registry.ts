import { custom } from './custom/index.ts';
import { hal } from './hal/index.ts';
import { iolibrary } from './iolibrary/index.ts';
import { ioLibraryOwned } from './iolibrary-owned/index.ts';
import type { Platform } from './platform.ts';
import { registers } from './registers/index.ts';
import { spl } from './spl/index.ts';

/**
 * Every platform. A new one is a folder here, its templates in `templates/platforms/`, and a line below; then run
 * `npx tsx scripts/generate-schemas.ts`.
 */
export const PLATFORMS = {
  registers,
  spl,
  hal,
  custom,
  iolibrary,
  'iolibrary-owned': ioLibraryOwned,
} as const satisfies Readonly<Record<string, Platform>>;
