/**
 * `npm run demo`: a device that hangs because its client lost power, and one that detects it and recovers. It explains,
 * generates and compiles the second one, plays both, and ends with the report of each. Runs the built command line, so that
 * what it shows is what a user gets. Without a compiler for the STM32 it does the rest. Exit code 0 when all of it went
 * well, else 1.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { styleText } from 'node:util';
import { packagesMissing, TOOLS } from './setup/tools.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** As it can be copied in a clone, where npm links no command of its own. */
const COMMAND = 'dist/keepwire.js';
/** The default output folder of the command line. */
const OUT = 'out';
const UNPROTECTED = 'scripts/demo/unprotected.json';
const PROTECTED = 'examples/w5500-minimal.json';
/** A client loses power, and another one wants its place. */
const SCENARIO = 'all-slots-dead';
const REPORTS = { hangs: `${OUT}/demo/hangs.html`, recovers: `${OUT}/demo/recovers.html` } as const;
const COLOURS = { PASS: 'green', 'NOT COVERED': 'yellow', FAIL: 'red' } as const;
/** Debian packages without which nothing is compiled for the STM32. Simulation brings its own compiler. */
const MISSING = packagesMissing([TOOLS.compiler, TOOLS.newlib]);

/** Stops the demo: a step has failed and has said why. */
class StepFailed extends Error {}

/** Runs the command line and shows a part of what it prints; what it says on stderr is seen at once. */
function show(args: readonly string[], partOf: (lines: readonly string[]) => readonly string[]): void {
  console.log(`\n$ node ${COMMAND} ${args.join(' ')}`);
  const { status, stdout } = spawnSync(process.execPath, [COMMAND, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 30,
  });
  const lines = stdout.trimEnd().split('\n');
  console.log((status === 0 ? partOf(lines) : lines).map(coloured).join('\n'));
  if (status !== 0) throw new StepFailed(`keepwire ${args[0]} ended with ${status}`);
}

function coloured(line: string): string {
  const verdict = Object.entries(COLOURS).find(([word]) => line.startsWith(`  ${word}  `));
  return verdict === undefined ? line : styleText(verdict[1], line);
}

/** The events, and the verdict without its reasons. */
function story(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => /^ *\d+\.\d+ s /.test(line) || /^ {2}[A-Z]/.test(line));
}

function summary(lines: readonly string[]): readonly string[] {
  const from = lines.indexOf('summary');
  return lines.slice(from + 1, lines.indexOf('', from));
}

const heading = (text: string): void => console.log(`\n${styleText('bold', text)}`);

function play(spec: string, report: string): void {
  show(['simulate', spec, '--scenario', SCENARIO, '--report', report], story);
}

function demo(): void {
  mkdirSync(`${ROOT}${OUT}/demo`, { recursive: true });
  heading('1. A device without keepalive: its client loses power, and nobody gets in any more');
  play(UNPROTECTED, REPORTS.hangs);
  heading('2. The same device with keepalive: it detects the dead client, and serves the next one');
  show(['explain', PROTECTED], summary);
  show(['generate', PROTECTED], (lines) => lines.slice(0, 1));
  if (MISSING.length === 0)
    show(['compile', PROTECTED], (lines) => lines.filter((it) => /^(bytes|total|ELF)/.test(it)));
  play(PROTECTED, REPORTS.recovers);
  heading('The reports, to open in a browser');
  console.log(`  ${REPORTS.hangs}\n  ${REPORTS.recovers}`);
  if (MISSING.length > 0) {
    console.log(
      `\nSkipped: nothing was compiled for the STM32. To do that too: sudo apt-get install ${MISSING.join(' ')}`,
    );
  }
  heading('Next: a spec for your device');
  console.log(`  node ${COMMAND} init device.json\n  docs/getting-started.md goes on from there.`);
}

try {
  demo();
} catch (error) {
  if (!(error instanceof StepFailed)) throw error;
  console.error(`\nThe demo stopped: ${error.message}.`);
  process.exitCode = 1;
}
