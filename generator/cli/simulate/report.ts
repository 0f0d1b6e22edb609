import { accessSync, closeSync, constants, existsSync, openSync, readSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import {
  createSpiCounter,
  htmlReport,
  REPORT_BEGINNING,
  type Reported,
} from '../../../simulator/report/html/report.ts';
import type { Run } from '../../../simulator/scenario/run.ts';
import { asWriteError } from '../../emit/write-error.ts';
import type { Plan } from '../../plan/types.ts';
import { CliError } from '../cli-error.ts';
import type { Args } from '../options.ts';
import type { MakeEngine } from './engine.ts';

/** Collects runs for the page of `--report`; does nothing without it. */
export interface Reporter {
  /** The engine, with its bytes over SPI counted for the next run that is taken. */
  watch(make: MakeEngine): MakeEngine;
  take(run: Run): void;
  /** The file that was written; null when none was asked for. Throws when it cannot be written. */
  write(): string | null;
}

/**
 * Before the first run, for the file may be a slip.
 *
 * @param others files that the same command writes
 * @throws {CliError} when the file is something else than an older report.
 */
export function openReport({ report: path, elf }: Args, plan: Plan, others: readonly string[]): Reporter {
  if (path === undefined) return { watch: (make) => make, take: () => {}, write: () => null };
  checkReport(path, others);
  const reported: Reported[] = [];
  let counter = createSpiCounter();
  const made = elf === undefined ? { plan } : { plan: null, device: basename(elf) };
  return {
    watch: (make) => {
      counter = createSpiCounter();
      return (board) => make({ ...board, chip: counter.watch(board.chip, board.clock) });
    },
    take: (run) => reported.push({ run, ...made, spi: counter.activity() }),
    write: () => {
      writeReport(path, htmlReport(reported));
      return path;
    },
  };
}

function checkReport(path: string, others: readonly string[]): void {
  if (others.some((other) => resolve(other) === resolve(path))) {
    throw new CliError(2, `${path} is named twice; give --report a name of its own`);
  }
  if (!existsSync(path)) {
    checkPlace(path);
    return;
  }
  const present = statSync(path);
  if (!present.isFile()) throw new CliError(2, `${path} is not a file; give --report the name of one`);
  if (present.size === 0 || beginningOf(path) === REPORT_BEGINNING) return;
  throw new CliError(2, `${path} is there already and is no report; give --report another name`);
}

function beginningOf(path: string): string {
  const bytes = Buffer.alloc(Buffer.byteLength(REPORT_BEGINNING));
  const file = openSync(path, 'r');
  try {
    return bytes.toString('utf8', 0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}

/** Runs may take minutes: that there is nowhere to write is told before. */
function checkPlace(path: string): void {
  try {
    accessSync(`${dirname(path)}/.`, constants.W_OK);
  } catch (error) {
    throw asWriteError(error, path);
  }
}

function writeReport(path: string, page: string): void {
  try {
    writeFileSync(path, page);
  } catch (error) {
    throw asWriteError(error, path);
  }
}
