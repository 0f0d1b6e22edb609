/** Plays inputs with the command line of a checkout; uses nothing of it but what its users have. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { type Packet, packetsOf } from './capture.ts';
import type { End, Input, Played, RecordedDetection, RecordedFrame, RecordedInput, RecordedRun } from './recording.ts';

/** The tests keep compiled firmware here too. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));
/** V8 compiles the C compiler, 50 MB of WebAssembly, in a third of the time; the runs take a fifth longer. */
const V8_FLAGS = ['--liftoff-only'];
const CAPTURE = 'run';

export type PlayedEngine = 'host' | 'arm';

/** What `simulate --json` prints, as far as it is compared. */
interface Printed {
  readonly runs: readonly {
    readonly scenario: string;
    readonly verdict: string;
    readonly detections: readonly RecordedDetection[];
    readonly timeline: readonly PlayedEvent[];
  }[];
}

interface PlayedEvent {
  readonly atNs: number;
  readonly kind: string;
  readonly what?: string;
  readonly socket?: number;
  readonly reason?: string;
  readonly summary?: string;
}

/** @param command the JavaScript file of the command line */
async function play(command: string, input: Input, engine: PlayedEngine): Promise<Played> {
  const folder = mkdtempSync(join(tmpdir(), 'keepwire-behaviour-'));
  try {
    const scenarios = writeInput(folder, input);
    const { exitCode, stdout, stderr } = await execa(
      process.execPath,
      [
        ...[...V8_FLAGS, command, 'simulate', input.file, '--json', '--engine', engine],
        ...['--pcap', `${CAPTURE}.pcapng`, ...scenarios.flatMap((file) => ['--scenario', file])],
      ],
      { cwd: folder, env: { XDG_CACHE_HOME: CACHE }, reject: false, stdin: 'ignore' },
    );
    const code = exitCode ?? Number.NaN;
    const hasRuns = code === 0 || (code === 1 && stdout.startsWith('{'));
    if (!hasRuns) return { exitCode: code, message: stderr.split('\n')[0] ?? '', runs: [] };
    return { exitCode: code, message: null, runs: runsOf(JSON.parse(stdout), folder) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes spec and scenarios; gives the scenarios' files. */
function writeInput(folder: string, { file, spec, scenarios }: Input): readonly string[] {
  writeFileSync(join(folder, file), spec);
  mkdirSync(join(folder, 'scenarios'));
  return Object.entries(scenarios ?? {}).map(([name, document]) => {
    const path = join('scenarios', `${name}.json`);
    writeFileSync(join(folder, path), JSON.stringify(document));
    return path;
  });
}

function runsOf({ runs }: Printed, folder: string): readonly RecordedRun[] {
  return runs.map(({ scenario, verdict, detections, timeline }) => {
    // With several scenarios the name of each goes before the extension.
    const capture = runs.length === 1 ? CAPTURE : `${CAPTURE}-${scenario}`;
    const packets = packetsOf(readFileSync(join(folder, `${capture}.pcapng`)));
    return {
      scenario,
      verdict: sinceEver(verdict),
      ends: endsOf(timeline),
      detections,
      frames: framesOf(packets, timeline),
    };
  });
}

/** Versions up to 0.2 said "pass" also where nothing in the spec covers a failure. */
function sinceEver(verdict: string): string {
  return verdict === 'not-covered' ? 'pass' : verdict;
}

function endsOf(timeline: readonly PlayedEvent[]): readonly End[] {
  return timeline
    .filter(({ kind, what }) => kind === 'firmware' && what === 'ended')
    .map(({ atNs, socket = Number.NaN, reason = '' }) => ({ atNs, socket, reason }));
}

/** The capture holds the timeline's frames in the same order. */
function framesOf(packets: readonly Packet[], timeline: readonly PlayedEvent[]): readonly RecordedFrame[] {
  const told = timeline.filter(({ kind }) => kind === 'frame');
  return packets.map((packet, index) => ({ ...packet, summary: told[index]?.summary ?? '' }));
}

/** Plays all inputs, `jobs` at a time, in their order; a dot on stderr for each. */
export async function playAll(
  command: string,
  inputs: readonly Input[],
  { engine, jobs }: { readonly engine: PlayedEngine; readonly jobs: number },
): Promise<readonly RecordedInput[]> {
  const entries: RecordedInput[] = [];
  const waiting = inputs.entries();
  const worker = async (): Promise<void> => {
    for (const [index, input] of waiting) {
      entries[index] = { input, played: await play(command, input, engine) };
      process.stderr.write('.');
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  process.stderr.write('\n');
  return entries;
}
