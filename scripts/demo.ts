/**
 * The main job on two examples, as a user would do it: explain, generate, compile, and see a cut cable detected.
 * Runs the built command line, so that what it shows is what a user gets. Without a compiler for the STM32 it does the
 * rest. Exit code 0 when all of it went well, else 1.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { packagesMissing, TOOLS } from './setup/tools.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** As it can be copied in a clone, where npm links no command of its own. */
const COMMAND = 'dist/keepwire.js';
/** The default output folder of the command line. */
const OUT = 'out';
const SPECS = ['examples/w5200-server.json', 'examples/w5500-minimal.json'] as const;
const SCENARIO = 'cable-cut';
/** Debian packages without which nothing is compiled for the STM32. Simulation brings its own compiler. */
const MISSING = packagesMissing([TOOLS.compiler, TOOLS.newlib]);

/** Stops the demo: a step has failed and has said why. */
class StepFailed extends Error {}

interface Answer {
  readonly status: number | null;
  readonly text: string;
}

/** One run of the command line; what it says on stderr is seen at once. */
function keepwire(args: readonly string[]): Answer {
  const { status, stdout } = spawnSync(process.execPath, [COMMAND, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 30,
  });
  return { status, text: stdout };
}

/** A step with its command line and its output, which is also returned. */
function show(args: readonly string[], shorten = (text: string): string => text): string {
  console.log(`\n$ node ${COMMAND} ${args.join(' ')}\n`);
  const { status, text } = keepwire(args);
  console.log((status === 0 ? shorten(text) : text).trimEnd());
  if (status !== 0) throw new StepFailed(`keepwire ${args[0]} ended with ${status}`);
  return text;
}

interface Device {
  readonly spec: string;
  readonly name: string;
  /** The bound of a cut cable, as `explain` computed it. */
  readonly boundMs: number;
}

interface Explained {
  readonly plan: {
    readonly name: string;
    readonly detection: readonly { readonly failure: string; readonly boundMs: number | null }[];
  };
}

/** Explains, generates, and compiles where it can. */
function build(spec: string, shorten?: (text: string) => string): Device {
  show(['explain', spec], shorten);
  const { plan } = JSON.parse(keepwire(['explain', spec, '--json']).text) as Explained;
  const boundMs = plan.detection.find(({ failure }) => failure === SCENARIO)?.boundMs;
  if (typeof boundMs !== 'number') throw new StepFailed(`explain gives no bound for ${SCENARIO}`);
  show(['generate', spec]);
  if (MISSING.length === 0) show(['compile', spec]);
  return { spec, name: plan.name, boundMs };
}

/** The sections of an explanation that differ most from device to device. */
function detectionOnly(text: string): string {
  const sections = text.split('\n\n').filter((section) => /^(chip|timer|keepalive|detection)\b/.test(section));
  return ['(shortened; the rest is explained as above)', ...sections].join('\n\n');
}

function captureOf({ name }: Device): string {
  return `${OUT}/${name}/build/${SCENARIO}.pcapng`;
}

/** Cuts the cable; the lines that end the demo. */
function cutCable(device: Device): readonly string[] {
  mkdirSync(`${ROOT}${OUT}/${device.name}/build`, { recursive: true });
  const text = show(['simulate', device.spec, '--scenario', SCENARIO, '--pcap', captureOf(device)]);
  const [, verdict, latency] = /^ *(PASS|FAIL) .*: detected after ([\d.]+ s)/m.exec(text) ?? [];
  const bound = `${(device.boundMs / 1000).toFixed(3)} s`;
  return [
    `${device.name}: ${verdict ?? 'no verdict'}, detected after ${latency ?? '?'}; explain's bound is ${bound}`,
    `  ${OUT}/${device.name}/README.md        how the folder goes into a project`,
    `  ${OUT}/${device.name}/app.c            yours: what the device does with the data`,
    `  ${OUT}/${device.name}/kw_loop.c        what serves the sockets`,
    ...(MISSING.length === 0 ? [`  ${OUT}/${device.name}/build/${device.name}.elf`] : []),
    `  ${captureOf(device)}    every frame, for Wireshark`,
  ];
}

try {
  const devices = SPECS.map((spec, index) => (index === 0 ? build(spec) : build(spec, detectionOnly)));
  const summaries = devices.map(cutCable);
  console.log(`\nThe cut cable, and where to look next\n\n${summaries.map((lines) => lines.join('\n')).join('\n\n')}`);
  if (MISSING.length > 0) {
    console.log(
      `\nSkipped: nothing was compiled for the STM32. To do that too: sudo apt-get install ${MISSING.join(' ')}`,
    );
  }
} catch (error) {
  if (!(error instanceof StepFailed)) throw error;
  console.error(`\nThe demo stopped: ${error.message}.`);
  process.exitCode = 1;
}
