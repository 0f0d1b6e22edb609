import { join } from 'node:path';
import { execa } from 'execa';
import { CACHE, type Outcome, ROOT } from './keepwire.ts';

/** The command as it is installed. */
export const BINARY = join(ROOT, 'dist/keepwire.js');

/** Runs the installed keepwire in a process of its own; never throws for an exit code. */
export async function installed(
  cwd: string,
  args: readonly string[],
  options: { readonly input?: string; readonly env?: Record<string, string> } = {},
): Promise<Outcome> {
  const env = { XDG_CACHE_HOME: CACHE, ...options.env };
  const common = { cwd, reject: false, input: options.input ?? '', env } as const;
  const { exitCode, stdout, stderr } = await execa(process.execPath, [BINARY, ...args], common);
  return { exitCode, stdout, stderr };
}
