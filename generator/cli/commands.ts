import type { Io } from './io.ts';
import type { Args, OptionName } from './options.ts';

/** 0 all well; 1 not as it should be; 2 bad input or usage; 3 a tool is missing. */
export type ExitCode = 0 | 1 | 2 | 3;

export type Run = (args: Args, io: Io) => Promise<ExitCode>;

export interface CommandRow {
  /** The positional argument as the help shows it; `<…>` must be given, `..` means one or more. */
  readonly positional: '' | '[file]' | '<spec>' | '<spec..>' | '<firmware>';
  readonly describe: string;
  readonly options: readonly OptionName[];
  /** What its JSON document holds beside `ok` when there was nothing to report on. */
  readonly empty: Readonly<Record<string, unknown>>;
}

export const COMMANDS = {
  init: {
    positional: '[file]',
    describe: 'write a starting spec, from flags or from questions on a terminal',
    // In the order in which they are asked.
    options: [
      'name',
      'chip',
      'no-data-period',
      'ka-send-period',
      'part',
      'platform',
      'mac',
      'ip',
      'subnet',
      'gateway',
      'port',
      'count',
    ],
    empty: { file: null },
  },
  validate: {
    positional: '<spec..>',
    describe: 'every error at once, with line, column and what is allowed',
    options: [],
    empty: { specs: [] },
  },
  explain: {
    positional: '<spec>',
    describe: 'the plan: every number and where it comes from',
    options: [],
    empty: { plan: null },
  },
  generate: {
    positional: '<spec..>',
    describe: 'write the firmware to DIR/<name>/',
    options: ['out', 'check', 'dry-run', 'force'],
    empty: { outputs: [] },
  },
  compile: {
    positional: '<spec>',
    describe: 'generate, compile for the part, print flash and RAM by layer',
    options: ['out', 'force', 'vendor'],
    empty: { outputs: [] },
  },
  simulate: {
    positional: '<spec>',
    describe: 'run the firmware on a simulated chip and wire; a verdict per scenario',
    options: ['out', 'scenario', 'engine', 'elf', 'vendor', 'seed', 'pcap', 'vcd', 'report'],
    empty: { runs: [] },
  },
  run: {
    positional: '<firmware>',
    describe: 'run the firmware in real time, its chip on a TAP device that any program can reach',
    options: ['tap', 'host-ip', 'spec', 'out', 'engine', 'seed', 'vendor', 'pcap'],
    empty: { timeline: [] },
  },
  scenarios: {
    positional: '',
    describe: 'the built-in scenarios, a line each',
    options: [],
    empty: { scenarios: [] },
  },
} as const satisfies Record<string, CommandRow>;

export type CommandName = keyof typeof COMMANDS;
