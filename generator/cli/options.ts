import { CHIPS } from '../chips/registry.ts';
import { PLATFORMS } from '../platforms/registry.ts';
import { LEAST_TRANSMISSIONS } from '../solve/order.ts';

/** An option of the command line, declared once: parser, help and types derive from these rows. */
export interface OptionRow {
  readonly type: 'string' | 'boolean' | 'number';
  readonly describe: string;
  /** May be given more than once. */
  readonly many?: true;
  /** What stands for the value in the help. */
  readonly value?: string;
  readonly default?: string | number | boolean;
  /** What a shell completes after it; the command checks the value. */
  readonly choices?: readonly string[];
  /** Of a number. */
  readonly minimum?: number;
}

/** Every option of every command. The names of the spec's own keys are those of the spec. */
export const OPTIONS = {
  json: { type: 'boolean', default: false, describe: 'one JSON document on stdout, nothing else' },
  strict: { type: 'boolean', default: false, describe: 'a warning is an error: exit code 2' },
  'detect-within': { type: 'string', value: 'S', describe: 'wanted detection time of a cut cable, in seconds' },
  transmissions: {
    type: 'number',
    minimum: LEAST_TRANSMISSIONS,
    default: LEAST_TRANSMISSIONS,
    value: 'N',
    describe: 'least number of transmissions of a probe before the chip closes the connection',
  },
  write: {
    type: 'boolean',
    default: false,
    describe: 'write the chosen values into the spec, and change nothing else there',
  },
  out: {
    type: 'string',
    value: 'DIR',
    describe: 'parent folder: the firmware is in DIR/<name>/; default: the key "out" of the spec, else ./out',
  },
  check: { type: 'boolean', default: false, describe: 'write nothing; fail with a diff if the files differ' },
  'dry-run': { type: 'boolean', default: false, describe: 'write nothing; say what would be done' },
  force: {
    type: 'boolean',
    default: false,
    describe: 'overwrite files that you edited or that keepwire did not write',
  },
  vendor: {
    type: 'string',
    value: 'DIR',
    describe:
      'your copy of the Standard Peripheral Library (platform spl) or of ioLibrary (platforms iolibrary and iolibrary-owned)',
  },
  scenario: { type: 'string', many: true, value: 'NAME|FILE', describe: 'scenario to run, repeatable; all by default' },
  engine: {
    type: 'string',
    many: true,
    choices: ['host', 'arm'],
    value: 'host|arm',
    describe: 'run the firmware as WebAssembly (host) or as ARM code (arm), repeatable; default: host',
  },
  elf: { type: 'string', value: 'FILE', describe: 'put this ELF on the board instead of the firmware (engine arm)' },
  seed: { type: 'number', minimum: 0, default: 1, value: 'N', describe: 'seed of everything that is random in a run' },
  shard: { type: 'string', value: 'I/N', describe: 'play only this part of the runs, for example 2/8' },
  resume: { type: 'string', value: 'FILE', describe: 'keep the state in FILE, and go on from there' },
  failures: {
    type: 'string',
    value: 'DIR',
    default: 'campaign-failures',
    describe: 'folder for the scenario of each failure; made when there is one',
  },
  accept: {
    type: 'string',
    many: true,
    value: 'RULE',
    describe: 'violations of this rule do not fail a run, for example spi/reserved-block; repeatable',
  },
  'require-coverage': {
    type: 'boolean',
    default: false,
    describe: 'also exit with 1 when no method of the spec detects a failure (verdict NOT COVERED)',
  },
  watch: {
    type: 'boolean',
    default: false,
    describe: 'run again when the spec, the application, a scenario file or a page changes; Ctrl-C ends',
  },
  pcap: { type: 'string', value: 'FILE', describe: 'write every frame to FILE as pcapng, up to 1 GiB' },
  vcd: { type: 'string', value: 'FILE', describe: 'write CSn, SCLK, INTn, RSTn and the tick to FILE for GTKWave' },
  report: { type: 'string', value: 'FILE', describe: 'write all runs to FILE as one HTML page' },
  spec: { type: 'string', value: 'SPEC', describe: 'the board that an ELF is put on: wiring, part and network' },
  tap: { type: 'string', value: 'NAME', describe: 'name of the TAP device to make, for example kw0' },
  'host-ip': {
    type: 'string',
    value: 'IP',
    describe: 'address of this machine on the TAP device; the gateway by default',
  },
  from: {
    type: 'string',
    value: 'FILE.ioc',
    describe: 'project of STM32CubeMX that the firmware joins; platform hal by default',
  },
  spi: { type: 'string', value: 'SPI', describe: 'with --from: the SPI that the chip is on, for example SPI1' },
  cs: { type: 'string', value: 'PIN', describe: "with --from: label or pin of the chip's SCSn" },
  reset: { type: 'string', value: 'PIN', describe: 'with --from: label or pin of RSTn; none: not connected' },
  interrupt: { type: 'string', value: 'PIN', describe: 'with --from: label or pin of INTn; none: not connected' },
  name: { type: 'string', value: 'NAME', describe: 'name of the firmware and its folder' },
  chip: { type: 'string', choices: Object.keys(CHIPS), value: 'CHIP', describe: Object.keys(CHIPS).join(' or ') },
  'no-data-period': { type: 'number', value: 'S', describe: 'NO_DATA_PERIOD, seconds' },
  'ka-send-period': { type: 'number', value: 'S', describe: 'KA_SEND_PERIOD, seconds' },
  part: { type: 'string', value: 'PART', describe: 'STM32 part, for example STM32F103C8' },
  platform: {
    type: 'string',
    choices: Object.keys(PLATFORMS),
    value: 'PLATFORM',
    describe: Object.keys(PLATFORMS).join(' or '),
  },
  mac: { type: 'string', value: 'MAC', describe: 'MAC address of the device' },
  ip: { type: 'string', value: 'IP', describe: 'IPv4 address of the device' },
  subnet: { type: 'string', value: 'MASK', describe: 'subnet mask' },
  gateway: { type: 'string', value: 'IP', describe: 'gateway, 0.0.0.0 for none' },
  protocol: {
    type: 'string',
    choices: ['stream', 'websocket'],
    value: 'PROTOCOL',
    describe: 'protocol of the clients: stream (bytes over TCP) or websocket (browsers)',
  },
  port: { type: 'number', value: 'N', describe: 'TCP port that the server listens on' },
  count: { type: 'number', value: 'N', describe: 'clients at the same time, 1 to 8' },
  traffic: {
    type: 'string',
    value: 'TRAFFIC',
    describe: 'what simulated clients check: echo (all data comes back), or none (they check no answer)',
  },
  host: {
    type: 'string',
    value: 'IP',
    describe:
      "address of the device; for client sockets of the device the local address to listen on; default: the spec's",
  },
  socket: { type: 'number', minimum: 0, value: 'N', describe: 'only this socket of the device; all by default' },
  every: {
    type: 'number',
    minimum: 0,
    default: 5,
    value: 'S',
    describe: 'seconds between messages of this peer; 0: it only answers',
  },
  for: { type: 'number', minimum: 1, value: 'S', describe: 'end after S seconds' },
  'expect-within': {
    type: 'number',
    minimum: 1,
    value: 'S',
    describe: 'test: fail unless the device detects an outage within S seconds',
  },
  outage: {
    type: 'string',
    choices: ['cable', 'silence'],
    value: 'cable|silence',
    describe: 'cable (default): you disconnect and reconnect it; silence: this peer stops sending',
  },
  'chip-check': {
    type: 'boolean',
    default: false,
    describe: 'play the far side of the firmware of chip-check, and print its report',
  },
  read: { type: 'string', value: 'FILE', describe: 'read a report instead of a spec; - for stdin' },
  fidelity: { type: 'boolean', default: false, describe: 'with --read: print a table for docs/fidelity.md' },
} as const satisfies Record<string, OptionRow>;

export type OptionName = keyof typeof OPTIONS;

type Value<Row extends OptionRow> = Row['type'] extends 'boolean'
  ? boolean
  : Row['type'] extends 'number'
    ? number
    : string;

type Held<Row extends OptionRow> = Row extends { many: true }
  ? readonly Value<Row>[]
  : Row extends { default: string | number | boolean }
    ? Value<Row>
    : Value<Row> | undefined;

/** What a command receives: its positional arguments, and the value of each option. */
export type Args = { readonly [Name in OptionName]: Held<(typeof OPTIONS)[Name]> } & {
  readonly files: readonly string[];
};

/** Options that every command takes. */
export const COMMON: readonly OptionName[] = ['json'];
