// @ts-check
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The repository, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Ends the set-up with a line on stderr.
 *
 * @type {(code: number, message: string) => never}
 */
export function stop(code, message) {
  console.error(message);
  process.exit(code);
}

/**
 * Runs a command in the repository and shows its output; true if it succeeds.
 *
 * @param {string} command
 * @param {readonly string[]} args
 */
export function run(command, args) {
  // On Windows npm is a script that only a shell can start.
  const shell = process.platform === 'win32' && command === 'npm';
  return spawnSync(command, [...args], { cwd: ROOT, stdio: 'inherit', shell }).status === 0;
}
