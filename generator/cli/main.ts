import { processIo } from './io.ts';
import { runCommandLine } from './run-command-line.ts';

void runCommandLine(process.argv.slice(2), processIo()).then((exitCode) => {
  process.exitCode = exitCode;
});
