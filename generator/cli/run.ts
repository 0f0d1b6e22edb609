import { isSystemError, meaningOf, type SystemError } from '../emit/system-error.ts';
import { WriteError } from '../emit/write-error.ts';
import { InputError, isCliError } from './cli-error.ts';
import { COMMANDS, type CommandName, type ExitCode, type Run } from './commands.ts';
import type { Io } from './io.ts';
import type { Args } from './options.ts';
import { printProblems } from './print-problems.ts';

/** A command line that was understood, or the text that `--help` or `--version` asks for. */
export type Parsed =
  | { readonly command: CommandName; readonly args: Args; readonly start: Run }
  | { readonly text: string };

/** Runs what `parse` finds and says how the process should end. Never throws: errors are printed. */
export async function run(parse: () => Promise<Parsed>, json: boolean, io: Io): Promise<ExitCode> {
  let empty: object = {};
  try {
    const line = await parse();
    if ('text' in line) {
      io.out(line.text);
      return 0;
    }
    empty = COMMANDS[line.command].empty;
    return await line.start(line.args, io);
  } catch (error) {
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
  const known = isCliError(error) || error instanceof WriteError || refused;
  const message = refused ? refusalText(error) : error instanceof Error ? error.message : String(error);
  if (json) io.json({ ok: false, ...empty, error: message });
  const label = io.paint('err', 'red', known ? 'error:' : 'internal error:');
  io.err(`${label} ${message}`);
  if (!known && error instanceof Error) io.err(error.stack ?? '');
  if (isCliError(error)) return error.exitCode;
  return known ? 2 : 1;
}

/** Whether the system refused a file of the user's; nobody nearer to it had more to say. */
function isRefusal(error: unknown): error is SystemError {
  return isSystemError(error) && error.syscall !== undefined;
}

function refusalText(error: SystemError): string {
  return `cannot ${error.syscall} ${error.path ?? 'a file'}: ${meaningOf(error)}`;
}
