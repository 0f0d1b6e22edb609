import { accessSync, constants, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { pcapng } from '../../../simulator/report/pcapng.ts';
import type { Run } from '../../../simulator/scenario/run.ts';
import { asWriteError } from '../../emit/write-error.ts';
import { CliError } from '../cli-error.ts';

/** One file per run: with several, the scenario's name goes before the extension. */
export function captureFile(path: string, scenario: string, count: number): string {
  const extension = extname(path);
  return count === 1 ? path : `${path.slice(0, path.length - extension.length)}-${scenario}${extension}`;
}

/** A Section Header Block begins every pcapng file. */
const PCAPNG_MAGIC = Buffer.from([0x0a, 0x0d, 0x0d, 0x0a]);

/**
 * Nothing but an older capture is written over: the path may be a slip and name the spec.
 *
 * @throws {CliError} when the file is something else.
 */
export function checkCapture(path: string): void {
  if (!existsSync(path)) {
    checkPlace(path);
    return;
  }
  if (!statSync(path).isFile()) return;
  const present = readFileSync(path);
  if (present.length === 0 || present.subarray(0, PCAPNG_MAGIC.length).equals(PCAPNG_MAGIC)) return;
  throw new CliError(2, `${path} is there already and is no capture; give --pcap another name`);
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
