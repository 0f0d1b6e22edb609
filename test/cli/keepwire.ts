import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

export { workIn } from './folder.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** The command as it is installed. */
export const BINARY = join(ROOT, 'dist/keepwire.js');

const built = spawnSync(process.execPath, [join(ROOT, 'scripts/setup.mjs'), 'build'], { encoding: 'utf8' });
if (built.status !== 0) throw new Error(`keepwire does not build: ${built.stderr}`);

/** Firmware that an earlier run of the tests compiled for the host engine is not compiled again. */
export const CACHE = join(ROOT, 'node_modules/.cache');

export interface Outcome {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs keepwire as a process; never throws for an exit code. */
export async function keepwire(
  cwd: string,
  args: readonly string[],
  options: { readonly input?: string; readonly env?: Record<string, string> } = {},
): Promise<Outcome> {
  const env = { XDG_CACHE_HOME: CACHE, ...options.env };
  const common = { cwd, reject: false, input: options.input ?? '', env } as const;
  const { exitCode, stdout, stderr } = await execa(process.execPath, [BINARY, ...args], common);
  return { exitCode, stdout, stderr };
}

/** The least that a user writes. */
export const SPEC = JSON.stringify({
  chip: 'W5500',
  keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 },
  timer: { prescaler: 71 },
});
