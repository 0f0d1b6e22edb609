import { extname } from 'node:path';
import { harmless } from '../../../document/words/printed.ts';
import { boundedPcapng } from '../../../simulator/report/pcapng.ts';
import type { Run } from '../../../simulator/verdict/judged-run.ts';
import { timeText } from '../../../simulator/words.ts';
import { CliError } from '../cli-error.ts';
import { checkOutput, type OutputKind, writeOutput } from './output-file.ts';

/** One file per run: with several scenarios or engines, their names go before the extension. */
export function captureFiles(
  path: string,
  runs: readonly { readonly scenario: string; readonly engine: string }[],
): readonly string[] {
  const isOne = (key: 'scenario' | 'engine'): boolean => new Set(runs.map((run) => run[key])).size === 1;
  const extension = extname(path);
  const stem = path.slice(0, path.length - extension.length);
  return runs.map(({ scenario, engine }) => {
    const names = [...(isOne('scenario') ? [] : [scenario]), ...(isOne('engine') ? [] : [engine])];
    return `${[stem, ...names].join('-')}${extension}`;
  });
}

const CAPTURE: OutputKind = {
  beginning: Buffer.from([0x0a, 0x0d, 0x0d, 0x0a]), // a Section Header Block begins every pcapng file
  otherwise: 'no capture; give --pcap another name',
};

/** @throws {CliError | WriteError} as `checkOutput` does. */
export function checkCapture(path: string): string {
  return checkOutput(path, CAPTURE);
}

/**
 * @param targets what `checkOutput` found for each of the paths
 * @throws {CliError} when two of the options name one file.
 */
export function checkDistinct(paths: readonly string[], targets: readonly string[]): void {
  const twice = paths.find((_, index) => targets.indexOf(targets[index] as string) < index);
  if (twice !== undefined) throw new CliError(2, `${harmless(twice)} is named twice; give each file a name of its own`);
}

/** The largest capture: some 700,000 full frames. Programs that read it take more memory than that. */
export const MOST_CAPTURED_BYTES = 2 ** 30;

/**
 * @param tellFull gets a sentence when the capture ends before the run does
 * @throws {CliError | WriteError} saying why the file cannot be written.
 */
export function writeCapture(
  path: string,
  { timeline }: Pick<Run, 'timeline'>,
  tellFull: (text: string) => void,
  mostBytes = MOST_CAPTURED_BYTES,
): void {
  const { bytes, fullAtNs } = boundedPcapng(timeline, mostBytes);
  writeOutput(path, CAPTURE, (write) => write(bytes));
  if (fullAtNs !== null) tellFull(`${path} ends at ${timeText(fullAtNs)}: a capture holds at most ${mostBytes} bytes`);
}
