import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where compiled firmware is kept between runs, by its content: the host engine's compiler takes seconds to load, and
 * is not needed for what it has compiled before. The user's cache folder of the system; may be deleted at any time.
 */
export function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (process.platform === 'win32' && LOCALAPPDATA) return join(LOCALAPPDATA, 'keepwire');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'keepwire');
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'keepwire');
}
