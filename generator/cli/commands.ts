import { PLAN_DOCUMENT_VERSION } from '../explain/document.ts';
import { ORDER } from '../solve/order.ts';
import type { ExitCode } from './cli-error.ts';
import type { Io } from './io.ts';
import type { Args, OptionName } from './options.ts';

export type CommandRun = (args: Args, io: Io) => Promise<ExitCode>;

export interface CommandRow {
  /** The positional argument as the help shows it; `<…>` must be given, `..` means one or more. */
  readonly positional: '' | '[file]' | '<spec>' | '<spec..>' | '<firmware>';
  readonly describe: string;
  readonly options: readonly OptionName[];
  /** What an option is for here, where it is another thing than elsewhere. */
  readonly describes?: Readonly<Partial<Record<OptionName, string>>>;
  /** What its own help says beyond that. */
  readonly notes?: readonly string[];
  /** What its JSON document holds beside `ok` when there was nothing to report on. */
  readonly empty: Readonly<Record<string, unknown>>;
}

/** Of init: where a project of STM32CubeMX is, and how the chip is wired in it. Nobody is asked for them. */
export const FROM_OPTIONS = ['from', 'spi', 'cs', 'reset', 'interrupt'] as const satisfies readonly OptionName[];

export const COMMANDS = {
  init: {
    positional: '[file]',
    describe: 'write a starting spec, from flags or from questions on a terminal; to stdout when the file is -',
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
      'protocol',
      'port',
      'count',
      'traffic',
      ...FROM_OPTIONS,
    ],
    empty: { file: null },
  },
  validate: {
    positional: '<spec..>',
    describe: 'every error at once, with line, column and what is allowed',
    options: ['strict'],
    empty: { specs: [] },
  },
  explain: {
    positional: '<spec>',
    describe: 'the plan: every number and where it comes from',
    options: [],
    empty: { version: PLAN_DOCUMENT_VERSION, plan: null },
  },
  solve: {
    positional: '<spec>',
    describe: 'choose periods and retransmission for a wanted detection time, and say why',
    options: ['detect-within', 'transmissions', 'write'],
    notes: [
      'Of all choices, the first one by this order:',
      ...ORDER.map((text, index) => `  ${index + 1}. ${text}`),
      'When none is within the wish, the quickest one is shown, with the reason.',
    ],
    empty: { wantedMs: null, boundMs: null, keepalive: null, retransmission: null, reasons: [], written: [] },
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
    options: [
      'out',
      'scenario',
      'engine',
      'elf',
      'vendor',
      'seed',
      'accept',
      'require-coverage',
      'pcap',
      'vcd',
      'report',
      'watch',
    ],
    empty: { runs: [] },
  },
  campaign: {
    positional: '<spec>',
    describe: 'random faults on wire, chip, SPI, power and hosts against the firmware; each failure can be repeated',
    options: ['count', 'seed', 'shard', 'resume', 'failures', 'engine', 'out', 'vendor'],
    describes: { count: 'number of runs; each has 1 to 20 faults' },
    notes: [
      'Run K depends on the spec, the seed and K only. --shard 2/8 plays each eighth run, from the second on:',
      'the eight shards together play the same runs as one campaign without --shard, on as many machines.',
      '',
      'A run fails when the firmware hangs, when a new peer is not served within the recovery bound',
      '(see explain) after the faults, when a living peer is closed, or when the firmware does what a',
      'datasheet does not allow. The run is then played with ever fewer steps, and the shortest scenario',
      'that fails alike is written to a file, with the command that repeats it.',
      '',
      'With --resume FILE the state is kept in FILE. The same command line goes on where it was stopped.',
    ],
    empty: { runs: 0, failures: [] },
  },
  run: {
    positional: '<firmware>',
    describe: 'run the firmware in real time, its chip on a TAP device that any program can reach',
    notes: ['Prints what to try: nc for a port, and URLs for a WebSocket and its page.'],
    options: ['tap', 'host-ip', 'spec', 'out', 'engine', 'seed', 'vendor', 'pcap'],
    empty: { timeline: [] },
  },
  peer: {
    positional: '<spec>',
    describe: 'play the far side of a device, simulated or real; --expect-within tests the device',
    options: ['host', 'port', 'socket', 'every', 'for', 'expect-within', 'outage'],
    notes: [
      'Connects to server sockets of the device and listens for its client sockets. Sends what the',
      'spec has the device expect, answers its messages, and reconnects after each loss.',
      'Speaks WebSocket to sockets with "protocol": "websocket".',
      'Exit code 1 without any connection.',
      '',
      '--expect-within tests one outage; exit code 0 only if the device detects it in time:',
      '  cable    When "armed" is printed, press Enter (or write the line "cut" to stdin) and',
      "           disconnect the cable. Reconnect it after the plan's bound and before S seconds.",
      '           The device passes when a new connection works. If the cable is reconnected too',
      '           early, the old connection survives and the test fails.',
      '           Without Enter or "cut", time counts from the last data received.',
      '  silence  Needs no action: the peer stops sending, and the device must end the connection.',
      '           For specs whose device detects a peer that hangs (see explain: peer-hung).',
    ],
    empty: { connections: [], roundTrips: null, verdict: null },
  },
  scenarios: {
    positional: '',
    describe: 'the built-in scenarios, a line each',
    options: [],
    empty: { scenarios: [] },
  },
} as const satisfies Record<string, CommandRow>;

export type CommandName = keyof typeof COMMANDS;
