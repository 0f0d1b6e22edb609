import { parseCommandLine } from './command-line.ts';
import type { CommandName, ExitCode, Run } from './commands.ts';
import type { Io } from './io.ts';
import { type Parsed, run } from './run.ts';

/** Each command is a module of its own, loaded when it is the one to run. */
const LOADERS: Readonly<Record<CommandName, () => Promise<Run>>> = {
  init: async () => (await import('./commands/init.ts')).init,
  validate: async () => (await import('./commands/validate.ts')).validate,
  explain: async () => (await import('./commands/explain.ts')).explain,
  solve: async () => (await import('./commands/solve.ts')).solve,
  generate: async () => (await import('./commands/generate.ts')).generate,
  compile: async () => (await import('./commands/compile.ts')).compile,
  simulate: async () => (await import('./commands/simulate.ts')).simulate,
  run: async () => (await import('./commands/run.ts')).run,
  peer: async () => (await import('./commands/peer.ts')).peer,
  scenarios: async () => (await import('./commands/scenarios.ts')).scenarios,
};

/** Runs any command line, `--help` and mistakes included. */
export function full(argv: readonly string[], io: Io): Promise<ExitCode> {
  const parse = async (): Promise<Parsed> => {
    const line = await parseCommandLine(argv, version);
    return 'text' in line ? line : { ...line, start: await LOADERS[line.command]() };
  };
  return run(parse, argv.includes('--json'), io);
}

/** The version that package.json names; read only when it is asked for. */
async function version(): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  // One folder up from dist/, two from the sources: whichever holds the package.
  for (const path of ['../package.json', '../../package.json']) {
    const text = await readFile(new URL(path, import.meta.url), 'utf8').catch(() => null);
    if (text !== null) return String((JSON.parse(text) as { version: unknown }).version);
  }
  return 'unknown';
}
