import { type Nanos, NS_PER_MS } from '../../../simulator/clock.ts';
import { createVcd, VCD_BEGINNING, type Vcd } from '../../../simulator/report/vcd.ts';
import { type RunInput, runScenario } from '../../../simulator/run-scenario.ts';
import type { OnSignal } from '../../../simulator/signals.ts';
import type { Run } from '../../../simulator/verdict/judged-run.ts';
import { timeText } from '../../../simulator/words.ts';
import { checkOutput, type OutputKind, openScratch, writeOutput } from './output-file.ts';

/** So many characters go to the file at once. */
const CHUNK = 1 << 16;

/** The largest dump: about two hours of an idle device. Viewers take more memory than that. */
const MOST_BYTES = 2 ** 30;

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
 * @param tellFull gets a sentence when the dump ends before the run does
 * @throws {CliError} saying why the file cannot be written.
 */
export function runWithVcd(
  path: string | undefined,
  input: RunInput,
  tellFull: (text: string) => void,
  mostBytes = MOST_BYTES,
): Run {
  if (path === undefined) return runScenario(input);
  const file = openFile(path);
  try {
    const { plan, scenario, seed = 1 } = input;
    const dump = createVcd(`${plan.name}: scenario ${scenario.name}, seed ${seed}`, file.write);
    const { fullAtNs, ...watch } = untilFull(dump, () => file.bytes() >= mostBytes);
    const run = runScenario({ ...input, ...watch });
    const endNs = fullAtNs();
    dump.finish(endNs ?? Math.round(run.stats.simulatedMs * NS_PER_MS));
    file.publish();
    if (endNs !== null) tellFull(`${path} ends at ${timeText(endNs)}: a dump holds at most ${mostBytes} bytes`);
    return run;
  } finally {
    file.close();
  }
}

/** Passes on what happens until the dump is full. */
function untilFull(dump: Vcd, isFull: () => boolean) {
  let fullAtNs: Nanos | null = null;
  const takes = (atNs: Nanos): boolean => {
    if (fullAtNs === null && isFull()) fullAtNs = atNs;
    return fullAtNs === null;
  };
  const onSignal: OnSignal = (signal, level, atNs) => {
    if (takes(atNs)) dump.onSignal(signal, level, atNs);
  };
  const onEvent: Vcd['onEvent'] = (event) => {
    if (takes(event.atNs)) dump.onEvent(event);
  };
  return { onSignal, onEvent, fullAtNs: () => fullAtNs };
}

function openFile(path: string) {
  const scratch = openScratch(path);
  let waiting = '';
  let flushed = 0;
  const flush = (): void => {
    const bytes = Buffer.from(waiting);
    scratch.write(bytes);
    flushed += bytes.length;
    waiting = '';
  };
  return {
    write: (text: string): void => {
      waiting += text;
      if (waiting.length >= CHUNK) flush();
    },
    bytes: (): number => flushed + waiting.length,
    /** Puts what was written into the place of an older dump. */
    publish: (): void => {
      flush();
      writeOutput(path, DUMP, scratch.copyTo);
    },
    close: scratch.close,
  };
}
