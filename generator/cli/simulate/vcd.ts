import { NS_PER_MS } from '../../../simulator/clock.ts';
import { createVcd, VCD_BEGINNING } from '../../../simulator/report/vcd.ts';
import { type RunInput, runScenario } from '../../../simulator/run-scenario.ts';
import type { Run } from '../../../simulator/verdict/judged-run.ts';
import { checkOutput, type OutputKind, openScratch, writeOutput } from './output-file.ts';

/** So many characters go to the file at once. */
const CHUNK = 1 << 16;

const DUMP: OutputKind = {
  beginning: Buffer.from(VCD_BEGINNING),
  otherwise: 'no dump of ours; give --vcd another name',
};

/** @throws {CliError | WriteError} as `checkOutput` does. */
export function checkVcd(path: string): string {
  return checkOutput(path, DUMP);
}

/**
 * Plays a scenario and writes the board's lines to a file; without a path it only plays.
 *
 * @throws {CliError} saying why the file cannot be written.
 */
export function runWithVcd(path: string | undefined, input: RunInput): Run {
  if (path === undefined) return runScenario(input);
  const file = openFile(path);
  try {
    const { plan, scenario, seed = 1 } = input;
    const { finish, ...watch } = createVcd(`${plan.name}: scenario ${scenario.name}, seed ${seed}`, file.write);
    const run = runScenario({ ...input, ...watch });
    finish(Math.round(run.stats.simulatedMs * NS_PER_MS));
    file.publish();
    return run;
  } finally {
    file.close();
  }
}

function openFile(path: string) {
  const scratch = openScratch(path);
  let waiting = '';
  const flush = (): void => {
    scratch.write(Buffer.from(waiting));
    waiting = '';
  };
  return {
    write: (text: string): void => {
      waiting += text;
      if (waiting.length >= CHUNK) flush();
    },
    /** Puts what was written into the place of an older dump. */
    publish: (): void => {
      flush();
      writeOutput(path, DUMP, scratch.copyTo);
    },
    close: scratch.close,
  };
}
