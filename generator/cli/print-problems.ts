import { harmless } from '../../document/words/printed.ts';
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

/** `file: warning: …`, one line each, to stderr; as errors where they are to be taken for these. */
export function printWarnings(
  files: readonly { readonly file: string; readonly warnings: readonly string[] }[],
  rank: 'warning' | 'error',
  io: Io,
): void {
  for (const { file, warnings } of files) {
    const word = io.paint('err', rank === 'error' ? 'red' : 'yellow', `${rank}:`);
    for (const text of warnings) io.err(`${harmless(file)}: ${word} ${text}`);
  }
}
