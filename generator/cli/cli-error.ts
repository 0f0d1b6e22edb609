import type { Problem } from '../../document/problem.ts';

/** 0 all well; 1 not as it should be; 2 bad input or usage; 3 a tool is missing. */
export type ExitCode = 0 | 1 | 2 | 3;

/** What was wrong in one file; the shape that `validate --json` prints. */
export interface FileProblems {
  readonly file: string;
  readonly problems: readonly Problem[];
}

/** Ends a command with a message for the user and an exit code; not a bug. */
export class CliError extends Error {
  override readonly name: string = 'CliError';
  constructor(
    readonly exitCode: ExitCode,
    message: string,
  ) {
    super(message);
  }
}

/** Files that are not what they should be, with every problem in them. */
export class InputError extends CliError {
  override readonly name = 'InputError';
  constructor(readonly files: readonly FileProblems[]) {
    super(2, `${files.length} ${files.length === 1 ? 'file is' : 'files are'} not valid`);
  }
}
