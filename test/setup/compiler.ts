import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { V8_FLAGS } from '../../generator/cli/simulate/clang/v8-flags.ts';

/** Starts the compiler's process for a run of the tests. It loads the compiler only when a test asks for it. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'keepwire-compiler-'));
  const path = join(folder, 'socket');
  const program = fileURLToPath(new URL('../compiler/server.mjs', import.meta.url));
  const server = fork(program, [path, ...V8_FLAGS], { execArgv: [] });
  await new Promise<void>((resolve, reject) => {
    server.once('message', () => resolve());
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`the compiler's process ended with ${code}`)));
  });
  project.provide('compiler', path);
  return () => {
    server.removeAllListeners('exit');
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  };
}
