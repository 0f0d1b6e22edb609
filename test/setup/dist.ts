import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The command as it is installed is built before tests run it; nothing happens when it is up to date. */
export default function setup(): void {
  const path = fileURLToPath(new URL('../../scripts/setup.mjs', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [path, 'build'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`keepwire does not build: ${stderr}`);
}
