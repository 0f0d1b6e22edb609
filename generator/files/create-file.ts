import { closeSync, openSync, rmSync } from 'node:fs';

/**
 * Makes a new file. When that fails on the way, as on a full disk, no file is left behind.
 *
 * @param fill writes the content to the open file
 * @throws what the system says, `EEXIST` where something lies at `path` already; and what `fill` throws.
 */
export function createFile(path: string, fill: (file: number) => void): void {
  const file = openSync(path, 'wx');
  try {
    try {
      fill(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}
