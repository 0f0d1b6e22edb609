import { isSystemError, meaningOf, type SystemError } from '../files/system-error.ts';
import { WriteError } from '../files/write-error.ts';
import { CliError, type ExitCode, InputError } from './cli-error.ts';
import { parseCommandLine } from './command-line.ts';
import { generate } from './commands/generate.ts';
import { validate } from './commands/validate.ts';
import { COMMANDS, type CommandName, type CommandRun } from './commands.ts';
import type { Io } from './io.ts';
import { printProblems } from './print-problems.ts';

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
  scenarios: async () => (await import('./commands/scenarios.ts')).scenarios,
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
    const json = argv.includes('--json');
    return error instanceof InputError ? reportProblems(error, empty, json, io) : report(error, empty, json, io);
  }
}

function reportProblems(error: InputError, empty: object, json: boolean, io: Io): ExitCode {
  if (json) io.json({ ok: false, ...empty, error: error.message, specs: error.files });
  printProblems(error.files, io);
  return error.exitCode;
}

function report(error: unknown, empty: object, json: boolean, io: Io): ExitCode {
  const refused = isRefusal(error);
  const known = error instanceof CliError || error instanceof WriteError || refused;
  const message = refused ? refusalText(error) : error instanceof Error ? error.message : String(error);
  if (json) io.json({ ok: false, ...empty, error: message });
  const label = io.paint('err', 'red', known ? 'error:' : 'internal error:');
  io.err(`${label} ${message}`);
  if (!known && error instanceof Error) io.err(error.stack ?? '');
  if (error instanceof CliError) return error.exitCode;
  return known ? 2 : 1;
}

/** Whether the system refused a file of the user's; no caller closer to the file has reported it. */
function isRefusal(error: unknown): error is SystemError {
  return isSystemError(error) && error.syscall !== undefined;
}

function refusalText(error: SystemError): string {
  return `cannot ${error.syscall} ${error.path ?? 'a file'}: ${meaningOf(error)}`;
}
