import type { ExitCode } from './cli-error.ts';
import { parseCommandLine } from './command-line.ts';
import { generate } from './commands/generate.ts';
import { validate } from './commands/validate.ts';
import { COMMANDS, type CommandName, type CommandRun } from './commands.ts';
import type { Io } from './io.ts';
import { reportError } from './report-error.ts';

/** Each command is a module that is loaded only when it runs: loading all of them would slow every start. */
const LOADERS: Readonly<Record<CommandName, () => Promise<CommandRun>>> = {
  init: async () => (await import('./commands/init.ts')).init,
  validate: async () => validate,
  explain: async () => (await import('./commands/explain.ts')).explain,
  solve: async () => (await import('./commands/solve.ts')).solve,
  generate: async () => generate,
  compile: async () => (await import('./commands/compile.ts')).compile,
  simulate: async () => (await import('./commands/simulate.ts')).simulate,
  campaign: async () => (await import('./commands/campaign.ts')).campaign,
  run: async () => (await import('./commands/run.ts')).run,
  peer: async () => (await import('./commands/peer.ts')).peer,
  'chip-check': async () => (await import('./commands/chip-check.ts')).chipCheck,
  scenarios: async () => (await import('./commands/scenarios.ts')).scenarios,
  completion: async () => (await import('./commands/completion.ts')).completion,
};

/** Runs a command line and returns the exit code of the process. Never throws: errors are printed. */
export async function runCommandLine(argv: readonly string[], io: Io): Promise<ExitCode> {
  let empty: object = {};
  try {
    const line = await parseCommandLine(argv);
    if ('text' in line) {
      io.out(line.text);
      return 0;
    }
    empty = COMMANDS[line.command].empty;
    const start = await LOADERS[line.command]();
    return await start(line.args, io);
  } catch (error) {
    return reportError(error, empty, argv.includes('--json'), io);
  }
}
