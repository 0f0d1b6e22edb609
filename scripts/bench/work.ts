import { existsSync, mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const KEEPWIRE = fileURLToPath(new URL('../../dist/keepwire.js', import.meta.url));
/** Linux keeps this one in memory: a disk's own mood is not what is measured. */
const MEMORY = '/dev/shm';
/** Everything that is written while measuring; removed at the end. */
export const work = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'keepwire-bench-'));

/** statfs(2)'s f_type. */
const FILE_SYSTEMS: Readonly<Record<number, string>> = {
  16914836: 'tmpfs',
  61267: 'ext4',
  1481003842: 'xfs',
  2435016766: 'btrfs',
  2035054128: 'overlayfs',
};

export function fileSystem(): string {
  const { type } = statfsSync(work);
  return FILE_SYSTEMS[type] ?? `file system ${type.toString(16)}`;
}
