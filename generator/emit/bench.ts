import type { Plan } from '../../contract/plan.ts';
import { partOf } from '../hardware/parts.ts';
import { type F1Plan, f1Words } from '../platforms/f1/words.ts';
import type { Bench, Platform } from '../platforms/platform.ts';
import { PLATFORMS } from '../platforms/registry.ts';
import type { FileSet, OutputFile } from './files.ts';
import { type PrintedRow, render } from './render.ts';

/** The name of the file with `main`. */
const START = 'kw_bench.c';

/**
 * The firmware as the simulator plays it. One without a board of its own gets one: start, port and clock of a firmware
 * that owns its board. None of it is written to the user's folder; it takes the place of files with the same names.
 */
export function withBench(plan: Plan, files: FileSet): FileSet {
  const bench = benchFiles(plan);
  const theirs = new Set(bench.map(({ path }) => path));
  return [...files.filter(({ path }) => !theirs.has(path)), ...bench];
}

/** Empty where the firmware has a board of its own. */
export function benchFiles(plan: Plan): FileSet {
  const { bench }: Platform = PLATFORMS[plan.platform.name];
  if (bench === undefined) return [];
  const { headers = {}, port, start } = bench;
  const own = port === 'replaced' ? ['kw_config.h', 'kw_port.h'] : ['kw_config.h'];
  const board = boardOf(plan).filter(({ path }) => !own.includes(path));
  const rows = Object.entries({ [START]: start, ...headers }).map(
    ([path, template]): PrintedRow => ({ path, template, layer: 'app' }),
  );
  return [...board.map((file) => BOARD_FILE[port](file)), ...render(plan, rows)];
}

/** The files of a firmware on registers that reach the board. */
function boardOf(plan: Plan): FileSet {
  const platform: F1Plan = { name: 'registers', library: null, words: f1Words(partOf(plan.mcu.part), plan) };
  const timer = { ...plan.timer, source: 'timer' } as const;
  const owner: Plan = { ...plan, timer, platform, trace: null, watchdog: null, watching: null };
  return render(owner).filter(({ layer }) => layer === 'platform');
}

const BOARD_FILE: Readonly<Record<Bench['port'], (file: OutputFile) => OutputFile>> = {
  runs: asBoard,
  replaced: (file) => ({ ...file, text: file.text.replace(PORT_HEADER, `${PORT_HEADER}\n${WAIT}`) }),
  none: (file) => file,
};

const PORT_HEADER = '#include "kw_port.h"';
/** The project's kw_port.h does not have it. */
const WAIT = 'void kw_port_wait(void);';

/** The board's port under names that leave those of the port to the firmware. */
function asBoard(file: OutputFile): OutputFile {
  const path = file.path.replace('kw_port', 'kw_board');
  const text = file.text.replaceAll(PORT_NAME, 'kw_board').replaceAll('KW_PORT_H', 'KW_BOARD_H');
  return { ...file, path, text };
}

const PORT_NAME = /\bkw_port(?=\.h\b|_(?:init|reset|drop|interrupt|select|exchange|trace)\b)/g;
