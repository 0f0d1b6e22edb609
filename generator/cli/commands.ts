import { PLAN_DOCUMENT_VERSION } from '../explain/document.ts';
import { ORDER } from '../solve/order.ts';
import type { ExitCode } from './cli-error.ts';
import type { Io } from './io.ts';
import type { Args, OptionName } from './options.ts';

export type CommandRun = (args: Args, io: Io) => Promise<ExitCode>;

export interface Example {
  readonly line: string;
  readonly does: string;
}

export interface CommandRow {
  /** The positional argument as the help shows it; `<…>` must be given, `..` means one or more. */
  readonly positional: '' | '[file]' | '[spec]' | '<spec>' | '<spec..>' | '<firmware>' | '<shell>';
  readonly describe: string;
  readonly options: readonly OptionName[];
  /** What an option is for here, where it is another thing than elsewhere. */
  readonly describes?: Readonly<Partial<Record<OptionName, string>>>;
  /** Command lines that users type, and what each does; its help shows them. */
  readonly examples: readonly [Example, Example];
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
    describe: 'write a first spec, from options or from questions on a terminal; the file - is stdout',
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
    examples: [
      { line: 'keepwire init door.json', does: 'asks on a terminal, and writes door.json' },
      {
        line: 'keepwire init door.json --chip W5500 --no-data-period 10 --ka-send-period 5',
        does: 'asks for nothing that the options say',
      },
    ],
    empty: { file: null },
  },
  validate: {
    positional: '<spec..>',
    describe: 'report the errors of a spec, each with line, column and what is allowed',
    options: ['strict'],
    examples: [
      { line: 'keepwire validate door.json', does: 'prints every error with its line' },
      { line: 'keepwire validate door.json lamp.json --strict', does: 'several specs; a warning is an error, for CI' },
    ],
    empty: { specs: [] },
  },
  explain: {
    positional: '<spec>',
    describe: 'print the plan: every number and where it comes from',
    options: [],
    examples: [
      { line: 'keepwire explain door.json', does: 'prints the plan in sentences' },
      { line: 'keepwire explain door.json --json', does: 'the plan as one JSON document' },
    ],
    empty: { version: PLAN_DOCUMENT_VERSION, plan: null },
  },
  solve: {
    positional: '<spec>',
    describe: 'choose periods and retransmission for a wanted detection time, and say why',
    options: ['detect-within', 'transmissions', 'write'],
    notes: [
      'Prefers, in this order:',
      ...ORDER.map((text, index) => `  ${index + 1}. ${text}`),
      'If no setting is fast enough, solve shows the fastest one and the reason.',
    ],
    examples: [
      { line: 'keepwire solve door.json --detect-within 20', does: 'periods that detect a cut cable within 20 s' },
      { line: 'keepwire solve door.json --detect-within 20 --write', does: 'the same, written into door.json' },
    ],
    empty: { wantedMs: null, boundMs: null, keepalive: null, retransmission: null, reasons: [], written: [] },
  },
  generate: {
    positional: '<spec..>',
    describe: 'write the firmware to DIR/<name>/',
    options: ['out', 'check', 'dry-run', 'force'],
    examples: [
      { line: 'keepwire generate door.json', does: 'writes out/door/' },
      {
        line: 'keepwire generate door.json --check',
        does: 'exit code 1 with a diff unless out/door/ is as generated, for CI',
      },
    ],
    empty: { outputs: [] },
  },
  compile: {
    positional: '<spec>',
    describe: 'generate, compile for the part, print flash and RAM by layer',
    options: ['out', 'force', 'vendor'],
    examples: [
      { line: 'keepwire compile door.json', does: 'writes out/door/ and compiles it there' },
      {
        line: 'keepwire compile door.json --vendor STM32F10x_StdPeriph_Lib_V3.5.0',
        does: "platform spl, with ST's library",
      },
    ],
    empty: { outputs: [] },
  },
  simulate: {
    positional: '<spec>',
    describe: 'run the firmware with a simulated chip and network; print a verdict per scenario',
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
    examples: [
      {
        line: 'keepwire simulate door.json --scenario cable-cut --report report.html',
        does: 'one scenario, and its page for the browser',
      },
      { line: 'keepwire simulate door.json --watch', does: 'all scenarios, again after each change of a file' },
    ],
    empty: { runs: [] },
  },
  campaign: {
    positional: '<spec>',
    describe: 'random faults on wire, chip, SPI, power and hosts against the firmware; each failure can be repeated',
    options: ['count', 'seed', 'shard', 'resume', 'failures', 'engine', 'out', 'vendor'],
    describes: { count: 'number of runs; each has 1 to 20 faults' },
    notes: [
      'Run K depends on the spec, the seed and K only. --shard 2/8 plays the runs 2, 10, 18 and so on:',
      'eight machines with --shard 1/8 to 8/8 play the same runs as one machine without --shard.',
      '',
      'A run fails when the firmware hangs, when a new peer is not served within the recovery bound',
      '(see explain) after the faults, when the connection of a working peer is closed, or when the',
      'firmware does what a datasheet does not allow. keepwire then removes steps as long as the run',
      'fails in the same way. It writes the shortest failing scenario to a file, and prints the command',
      'that repeats it.',
      '',
      'With --resume FILE the state is kept in FILE. The same command continues where it was stopped.',
    ],
    examples: [
      { line: 'keepwire campaign door.json --count 1000', does: '1000 runs with random faults' },
      {
        line: 'keepwire campaign door.json --count 1000 --shard 2/8 --resume state.json',
        does: 'an eighth of them, which can be stopped and goes on',
      },
    ],
    empty: { runs: 0, failures: [] },
  },
  run: {
    positional: '<firmware>',
    describe: 'run the firmware in real time; programs of this machine reach its chip through a TAP device',
    notes: ['Prints what to try: nc for a port, and URLs for a WebSocket and its page.'],
    options: ['tap', 'host-ip', 'spec', 'out', 'engine', 'seed', 'vendor', 'pcap'],
    examples: [
      { line: 'sudo keepwire run door.json --tap kw0', does: "the device of door.json on this machine's network" },
      {
        line: 'sudo keepwire run door.elf --spec door.json --tap kw0 --pcap door.pcapng',
        does: 'an ELF on the same board, with a capture',
      },
    ],
    empty: { timeline: [] },
  },
  peer: {
    positional: '<spec>',
    describe: 'act as the TCP peer of a device, simulated or real; --expect-within tests its detection time',
    options: ['host', 'port', 'socket', 'every', 'for', 'expect-within', 'outage', 'chip-check'],
    notes: [
      'Connects to the server sockets of the device, and listens for its client sockets. Sends the',
      'messages that the device expects, answers its messages, and reconnects after each lost',
      'connection.',
      'Speaks WebSocket to sockets with "protocol": "websocket".',
      'Exit code 1 without any connection.',
      '',
      '--expect-within tests one outage; exit code 0 only if the device detects it in time:',
      '  cable    When "armed" is printed, press Enter (or write the line "cut" to stdin) and',
      '           disconnect the cable. The test says when to leave it out and when to reconnect it:',
      "           after the plan's bound and before S seconds.",
      '           The device passes when a new connection works. If the cable is reconnected too',
      '           early, the old connection survives and the test fails.',
      '           Without Enter or "cut", time counts from the last data received.',
      '  silence  Needs no action: the peer stops sending, and the device must end the connection.',
      '           For specs whose device detects a peer that hangs (see explain: peer-hung).',
    ],
    examples: [
      { line: 'keepwire peer door.json', does: 'talks to the device that door.json describes' },
      {
        line: 'keepwire peer door.json --expect-within 30',
        does: 'tests a cut cable: exit code 0 if it is detected within 30 s',
      },
    ],
    empty: { connections: [], roundTrips: null, verdict: null },
  },
  'chip-check': {
    positional: '[spec]',
    describe: 'write a firmware that measures what no datasheet says of the chip, or read its report',
    options: ['out', 'force', 'read', 'fidelity'],
    notes: [
      'Without --read it writes DIR/<name>-chip-check/. Build and flash it, then run the far side:',
      '  keepwire peer door.json --chip-check > report.txt',
    ],
    examples: [
      { line: 'keepwire chip-check door.json', does: 'writes the firmware for the board of door.json' },
      {
        line: 'keepwire chip-check --read report.txt',
        does: "prints a value for each switch of the simulator's chip model, or why it was not measured",
      },
    ],
    empty: { outputs: [], report: null },
  },
  scenarios: {
    positional: '',
    describe: 'list the built-in test scenarios',
    options: [],
    examples: [
      { line: 'keepwire scenarios', does: 'lists them' },
      { line: 'keepwire scenarios --json', does: 'the same as one JSON document' },
    ],
    empty: { scenarios: [] },
  },
  completion: {
    positional: '<shell>',
    describe: 'print the completion for bash or zsh: commands, options, their values and scenarios',
    options: [],
    examples: [
      { line: 'keepwire completion bash >> ~/.bashrc', does: 'for each new bash' },
      { line: 'keepwire completion zsh >> ~/.zshrc', does: 'for each new zsh, after its compinit' },
    ],
    empty: { shell: null, script: null },
  },
} as const satisfies Record<string, CommandRow>;

export type CommandName = keyof typeof COMMANDS;
