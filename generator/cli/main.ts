import { processIo } from './io.ts';
import { run } from './run.ts';

void run(process.argv.slice(2), processIo()).then((exitCode) => {
  process.exitCode = exitCode;
});
