/** What has ended a command, as the user reads it. */
import { isSystemError, meaningOf, type SystemError } from '../files/system-error.ts';
import { WriteError } from '../files/write-error.ts';
import { CliError, type ExitCode, InputError } from './cli-error.ts';
import type { Io } from './io.ts';
import { printProblems } from './print-problems.ts';

/** Prints an error of a command and returns its exit code. `empty` is what the command's JSON document holds beside it. */
export function reportError(error: unknown, empty: object, json: boolean, io: Io): ExitCode {
  return error instanceof InputError ? reportProblems(error, empty, json, io) : report(error, empty, json, io);
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
