import { availableParallelism } from 'node:os';
import { COMPILER } from '../hardware/compiler.ts';
import { toolCommand } from './find-tool.ts';
import { undoOnSignal } from './on-signal.ts';

export type GccResult =
  | { readonly kind: 'ok'; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'failed'; readonly stderr: string }
  | { readonly kind: 'missing' };

/** A file takes it a second. */
const PATIENCE_MS = 300_000;
/** Limits of the compiler's output in characters: captured, and shown. */
const MOST_OUTPUT = 1_000_000;
const SHOWN_OUTPUT = 10_000;

/** Windows has none: a detached child would open a window of its own there. */
const HAS_GROUPS = process.platform !== 'win32';

/** From being asked to end until being ended. */
const GRACE_MS = 1_000;

/** Runs arm-none-eabi-gcc once. Messages are in English and without colour, wherever it runs. */
export async function gcc(args: readonly string[], cwd: string, limitMs = PATIENCE_MS): Promise<GccResult> {
  // Loaded here: only commands that compile need it.
  const { execa } = await import('execa');
  // A process group of its own, for gcc's own children must end with it, and it removes its temporary files by itself.
  const limits = { timeout: limitMs, maxBuffer: MOST_OUTPUT, detached: HAS_GROUPS, cleanup: false } as const;
  const options = { cwd, reject: false, env: { LC_ALL: 'C' }, stdin: 'ignore', ...limits } as const;
  let group: number | undefined;
  const endGroup = (signal: NodeJS.Signals): void => endAll(group, signal);
  // First: a signal between the child's start and this would end keepwire alone.
  const done = undoOnSignal(() => endGroup('SIGTERM'));
  const child = execa(toolCommand(COMPILER), ['-fdiagnostics-color=never', ...args], options);
  group = child.pid;
  const impatient = setTimeout(() => endGroup('SIGTERM'), limitMs);
  const stubborn = setTimeout(() => endGroup('SIGKILL'), limitMs + GRACE_MS);
  const result = await child;
  clearTimeout(impatient);
  clearTimeout(stubborn);
  done();
  if (result.failed) endGroup('SIGKILL');
  if (result.code === 'ENOENT') return { kind: 'missing' };
  if (result.timedOut) {
    return { kind: 'failed', stderr: `${COMPILER} was stopped: it has taken longer than ${limitMs / 1000} s` };
  }
  if (result.isMaxBuffer) {
    const beginning = result.stderr.slice(0, SHOWN_OUTPUT);
    return { kind: 'failed', stderr: `${beginning}\n${COMPILER} was stopped: it prints without end` };
  }
  if (!result.failed) return { kind: 'ok', stdout: result.stdout, stderr: result.stderr };
  return { kind: 'failed', stderr: result.stderr === '' ? (result.message ?? 'the compiler failed') : result.stderr };
}

/** Ends what is left of a process group. */
function endAll(group: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (group !== undefined) process.kill(HAS_GROUPS ? -group : group, signal);
  } catch {
    // Nothing is left.
  }
}

/** Runs `job` for every item, as many at a time as the machine has processors; results in the items' order. */
export async function inParallel<T, R>(items: readonly T[], job: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await job(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return results;
}
