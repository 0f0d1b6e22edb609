import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ioTo } from '../../generator/cli/io.ts';
import { runCommandLine } from '../../generator/cli/run-command-line.ts';
import { needTools } from '../tools.ts';

export { workIn } from './folder.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Firmware that an earlier run of the tests compiled for the host engine is not compiled again. */
export const CACHE = join(ROOT, 'node_modules/.cache');

export interface Outcome {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs keepwire in this process, meanwhile in `cwd`; never throws for an exit code. One command at a time. Skips the
 * running test if the command ends because this machine has no compiler for the STM32. With `coloured` it prints as on a
 * terminal.
 */
export async function keepwire(
  cwd: string,
  args: readonly string[],
  options: { readonly env?: Record<string, string>; readonly coloured?: boolean } = {},
): Promise<Outcome> {
  const printed = { out: '', err: '' };
  const io = ioTo({
    print: (stream, text) => {
      printed[stream] += text.endsWith('\n') ? text : `${text}\n`;
    },
    isColoured: () => options.coloured === true,
  });
  const before = process.cwd();
  process.chdir(cwd);
  const restore = setEnvironment({ XDG_CACHE_HOME: CACHE, ...options.env });
  try {
    const exitCode = await runCommandLine(args, io);
    if (exitCode === 3 && options.env?.PATH === undefined) needTools('compiler', 'newlib');
    return { exitCode, stdout: withoutEnd(printed.out), stderr: withoutEnd(printed.err) };
  } finally {
    restore();
    process.chdir(before);
  }
}

/** Returns what takes the changes back. */
function setEnvironment(changes: Readonly<Record<string, string>>): () => void {
  const before = Object.keys(changes).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, changes);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}

function withoutEnd(text: string): string {
  return text.replace(/\n$/, '');
}

/** The least that a user writes. */
export const SPEC = JSON.stringify({
  chip: 'W5500',
  keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 },
  timer: { prescaler: 71 },
});
