import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterEach, beforeEach } from 'vitest';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** The command as it is installed. */
export const BINARY = join(ROOT, 'dist/keepwire.js');

const built = spawnSync(process.execPath, [join(ROOT, 'scripts/setup.mjs'), 'build'], { encoding: 'utf8' });
if (built.status !== 0) throw new Error(`keepwire does not build: ${built.stderr}`);

/** Firmware that an earlier run of the tests compiled for the host engine is not compiled again. */
const CACHE = join(ROOT, 'node_modules/.cache');

export interface Outcome {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** An empty folder for each test of the file, in which the command runs. */
export function workIn(): { readonly path: string; write(name: string, content: string | Uint8Array): string } {
  let path = '';
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'keepwire-cli-'));
  });
  afterEach(() => rmSync(path, { recursive: true, force: true }));
  return {
    get path() {
      return path;
    },
    write(name, content) {
      writeFileSync(join(path, name), content);
      return name;
    },
  };
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
