import { accessSync, closeSync, constants, existsSync, openSync, readSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { pcapng } from '../../../simulator/report/pcapng.ts';
import type { Run } from '../../../simulator/scenario/run.ts';
import { asWriteError } from '../../emit/write-error.ts';
import { CliError } from '../cli-error.ts';

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

/** A Section Header Block begins every pcapng file. */
const PCAPNG_MAGIC = Buffer.from([0x0a, 0x0d, 0x0d, 0x0a]);

/**
 * Nothing but an older capture is written over: the path may be a slip and name the spec.
 *
 * @throws {CliError} when the file is something else.
 */
export function checkCapture(path: string): void {
  checkOver(path, PCAPNG_MAGIC, 'no capture; give --pcap another name');
}

/**
 * As {@link checkCapture} for files that begin in a way of their own.
 *
 * @param otherwise what a file is that does not
 */
export function checkOver(path: string, beginning: Uint8Array, otherwise: string): void {
  if (!existsSync(path)) {
    checkPlace(path);
    return;
  }
  const present = statSync(path);
  if (present.isDirectory()) throw new CliError(2, `cannot write to ${path}: this is a folder, not a file`);
  if (!present.isFile() || present.size === 0 || beginsWith(path, beginning)) return;
  throw new CliError(2, `${path} is there already and is ${otherwise}`);
}

/** @throws {CliError} when two of the options name one file. */
export function checkDistinct(paths: readonly string[]): void {
  const seen = new Set<string>();
  for (const path of paths) {
    if (seen.has(resolve(path))) throw new CliError(2, `${path} is named twice; give each file a name of its own`);
    seen.add(resolve(path));
  }
}

function beginsWith(path: string, beginning: Uint8Array): boolean {
  const bytes = Buffer.alloc(beginning.length);
  const file = openSync(path, 'r');
  try {
    readSync(file, bytes);
  } finally {
    closeSync(file);
  }
  return bytes.equals(beginning);
}

/** A run may take minutes: that there is nowhere to write is told before. */
function checkPlace(path: string): void {
  try {
    accessSync(`${dirname(path)}/.`, constants.W_OK);
  } catch (error) {
    throw asWriteError(error, path);
  }
}

/** @throws {CliError} saying why the file cannot be written. */
export function writeCapture(path: string, run: Run): void {
  try {
    writeFileSync(path, pcapng(run.timeline));
  } catch (error) {
    throw asWriteError(error, path);
  }
}
