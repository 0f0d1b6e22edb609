import { availableParallelism } from 'node:os';
import { COMPILER } from '../catalogue/compiler.ts';

export type GccResult =
  | { readonly kind: 'ok'; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'failed'; readonly stderr: string }
  | { readonly kind: 'missing' };

/** Runs arm-none-eabi-gcc once. Messages are in English and without colour, wherever it runs. */
export async function gcc(args: readonly string[], cwd: string): Promise<GccResult> {
  // Loaded here: only commands that compile need it.
  const { execa } = await import('execa');
  const options = { cwd, reject: false, env: { LC_ALL: 'C' }, stdin: 'ignore' } as const;
  const result = await execa(COMPILER, ['-fdiagnostics-color=never', ...args], options);
  if (result.code === 'ENOENT') return { kind: 'missing' };
  if (!result.failed) return { kind: 'ok', stdout: result.stdout, stderr: result.stderr };
  return { kind: 'failed', stderr: result.stderr === '' ? (result.message ?? 'the compiler failed') : result.stderr };
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
