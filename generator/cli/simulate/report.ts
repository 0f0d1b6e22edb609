import { basename } from 'node:path';
import type { Plan } from '../../../contract/plan.ts';
import {
  createSpiCounter,
  htmlReport,
  REPORT_BEGINNING,
  type Reported,
} from '../../../simulator/report/html/report.ts';
import type { Run } from '../../../simulator/verdict/judged-run.ts';
import type { Args } from '../options.ts';
import { checkOutput, type OutputKind, writeOutput } from './output-file.ts';
import type { MakeEngine } from './prepared-engine.ts';

/** Collects runs for the page of `--report`; does nothing without it. */
export interface Reporter {
  /** The engine, with its bytes over SPI counted for the next run that is taken. */
  watch(make: MakeEngine): MakeEngine;
  take(run: Run): void;
  /** The file that was written; null when none was asked for. Throws when it cannot be written. */
  write(): string | null;
}

const REPORT: OutputKind = {
  beginning: Buffer.from(REPORT_BEGINNING),
  otherwise: 'no report; give --report another name',
};

/** @throws {CliError | WriteError} as `checkOutput` does. */
export function checkReport(path: string): string {
  return checkOutput(path, REPORT);
}

/** Before the first run. */
export function openReport({ report: path, elf }: Args, plan: Plan): Reporter {
  if (path === undefined) return { watch: (make) => make, take: () => {}, write: () => null };
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
      writeOutput(path, REPORT, (write) => write(Buffer.from(htmlReport(reported))));
      return path;
    },
  };
}
