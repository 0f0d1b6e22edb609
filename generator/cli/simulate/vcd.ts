import { closeSync, openSync, writeSync } from 'node:fs';
import { NS_PER_MS } from '../../../simulator/clock.ts';
import { createVcd, VCD_BEGINNING } from '../../../simulator/report/vcd.ts';
import { type Run, type RunInput, runScenario } from '../../../simulator/scenario/run.ts';
import { asWriteError } from '../../emit/write-error.ts';
import { checkOver } from './captures.ts';

/** So many characters go to the file at once. */
const CHUNK = 1 << 16;

/**
 * As for captures: only an older dump is written over.
 *
 * @throws {CliError} when the file is something else.
 */
export function checkVcd(path: string): void {
  checkOver(path, Buffer.from(VCD_BEGINNING), 'no dump of ours; give --vcd another name');
}

/**
 * Plays a scenario and writes the board's lines to a file as they change; without a path it only plays.
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
    file.flush();
    return run;
  } finally {
    file.close();
  }
}

function openFile(path: string) {
  const guarded = <T>(act: () => T): T => {
    try {
      return act();
    } catch (error) {
      throw asWriteError(error, path);
    }
  };
  const descriptor = guarded(() => openSync(path, 'w'));
  let waiting = '';
  const flush = (): void => {
    const bytes = Buffer.from(waiting);
    waiting = '';
    guarded(() => {
      for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
    });
  };
  const write = (text: string): void => {
    waiting += text;
    if (waiting.length >= CHUNK) flush();
  };
  return { write, flush, close: () => closeSync(descriptor) };
}
