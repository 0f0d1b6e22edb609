import { extname } from 'node:path';
import { harmless } from '../../../document/words/printed.ts';
import { pcapng } from '../../../simulator/report/pcapng.ts';
import type { Run } from '../../../simulator/verdict/judged-run.ts';
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

/** @throws {CliError | WriteError} saying why the file cannot be written. */
export function writeCapture(path: string, run: Run): void {
  writeOutput(path, CAPTURE, (write) => write(pcapng(run.timeline)));
}
