import type { Remark } from '../../contract/promises.ts';
import { harmless } from '../../document/words/printed.ts';
import { warningText } from '../explain/remarks.ts';
import type { FileProblems } from './cli-error.ts';
import type { Io } from './io.ts';

/** `file:line:column: message`, one line each, to stderr. */
export function printProblems(files: readonly FileProblems[], io: Io): void {
  for (const { file, problems } of files) {
    for (const { line, column, pointer, message } of problems) {
      const place = line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`;
      const where = pointer === '' ? '' : io.paint('err', 'dim', ` (${harmless(pointer)})`);
      io.err(`${harmless(file)}${place}: ${io.paint('err', 'red', 'error:')} ${message}${where}`);
    }
  }
}

/** `file: warning: …`, one line each, to stderr; `file: error: …` for a warning that is an error here. */
export function printWarnings(
  files: readonly { readonly file: string; readonly warnings: readonly Remark[] }[],
  isError: (warning: Remark) => boolean,
  io: Io,
): void {
  for (const { file, warnings } of files) {
    for (const warning of warnings) {
      const word = isError(warning) ? io.paint('err', 'red', 'error:') : io.paint('err', 'yellow', 'warning:');
      io.err(`${harmless(file)}: ${word} ${warningText(warning)}`);
    }
  }
}
