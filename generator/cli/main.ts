import { WriteError } from '../emit/write-error.ts';
import { CliError, InputError } from './cli-error.ts';
import type { CommandName, ExitCode } from './commands.ts';
import { COMMANDS } from './commands.ts';
import type { Io } from './io.ts';
import type { Args } from './options.ts';
import { printProblems } from './print-problems.ts';
import { quickParse } from './quick.ts';

/** Runs one command line (without `node` and the script) and says how the process should end. Never throws. */
export async function main(argv: readonly string[], io: Io, version: () => Promise<string>): Promise<ExitCode> {
  let empty: object = {};
  try {
    const line = quickParse(argv) ?? (await explainedParse(argv, version));
    if ('text' in line) {
      io.out(line.text);
      return 0;
    }
    empty = COMMANDS[line.command].empty;
    return await run(line.command, line.args, io);
  } catch (error) {
    const json = argv.includes('--json');
    return error instanceof InputError ? reportProblems(error, empty, json, io) : report(error, empty, json, io);
  }
}

async function explainedParse(argv: readonly string[], version: () => Promise<string>) {
  const { parseCommandLine } = await import('./command-line.ts');
  return parseCommandLine(argv, await version());
}

async function run(command: CommandName, args: Args, io: Io): Promise<ExitCode> {
  const start = await COMMANDS[command].load();
  return start(args, io);
}

function reportProblems(error: InputError, empty: object, json: boolean, io: Io): ExitCode {
  if (json) io.json({ ok: false, ...empty, error: error.message, specs: error.files });
  printProblems(error.files, io);
  return error.exitCode;
}

function report(error: unknown, empty: object, json: boolean, io: Io): ExitCode {
  const known = error instanceof CliError || error instanceof WriteError;
  const message = error instanceof Error ? error.message : String(error);
  if (json) io.json({ ok: false, ...empty, error: message });
  const label = io.paint('err', 'red', known ? 'error:' : 'internal error:');
  io.err(`${label} ${message}`);
  if (!known && error instanceof Error) io.err(error.stack ?? '');
  if (error instanceof CliError) return error.exitCode;
  return error instanceof WriteError ? 2 : 1;
}
