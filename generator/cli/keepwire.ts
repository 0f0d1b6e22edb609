import { generate } from './commands/generate.ts';
import { validate } from './commands/validate.ts';
import type { ExitCode, Run } from './commands.ts';
import { type Io, processIo } from './io.ts';
import { quickParse } from './quick.ts';
import { run } from './run.ts';

/** What builds and editors run all the time is in one piece with the entry; the rest is loaded when it is needed. */
const QUICK: Readonly<Partial<Record<string, Run>>> = { generate, validate };

async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  const line = quickParse(argv);
  const start = line === null ? undefined : QUICK[line.command];
  if (line !== null && start !== undefined) return run(async () => ({ ...line, start }), line.args.json, io);
  const { full } = await import('./full.ts');
  return full(argv, io);
}

void main(process.argv.slice(2), processIo()).then((exitCode) => {
  process.exitCode = exitCode;
});
