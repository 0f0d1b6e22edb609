import type { PlatformName } from '../../contract/board.ts';
import type { Platform } from './platform.ts';
import { registers } from './registers/index.ts';
import { spl } from './spl/index.ts';

/** Every platform. A new one is a folder here, its templates in `templates/platforms/`, and a line below. */
export const PLATFORMS: Readonly<Record<PlatformName, Platform>> = { registers, spl };
