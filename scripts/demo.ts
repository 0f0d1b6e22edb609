/**
 * The main job on two examples, as a user would do it: explain, generate, compile, and see a cut cable detected.
 * Runs the built command line, so that what it shows is what a user gets. Exit code 0 when all of it went well, else 1.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OUT = 'out';
const SPECS = ['examples/w5200-server.json', 'examples/w5500-minimal.json'] as const;

interface Detection {
  readonly latencyMs: number | null;
  readonly boundMs: number | null;
}

interface Document {
  readonly outputs?: readonly { readonly name: string; readonly dir: string }[];
  readonly runs?: readonly { readonly verdict: string; readonly detections: readonly Detection[] }[];
}

/** One step, with its output shown; false when it did not end well. */
function show(args: readonly string[]): boolean {
  console.log(`\n$ keepwire ${args.join(' ')}\n`);
  const command = ['dist/keepwire.js', ...args];
  return spawnSync(process.execPath, command, { cwd: ROOT, stdio: 'inherit' }).status === 0;
}

/** The JSON document of a step; null when it gave none. */
function ask(args: readonly string[]): Document | null {
  const command = ['dist/keepwire.js', ...args, '--json'];
  const options = { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 30 } as const;
  try {
    return JSON.parse(spawnSync(process.execPath, command, options).stdout) as Document;
  } catch {
    return null;
  }
}

function seconds(ms: number | null): string {
  return ms === null ? '-' : `${(ms / 1000).toFixed(3)} s`;
}

interface Summary {
  readonly ok: boolean;
  readonly rows: readonly string[];
}

function demonstrate(spec: string): Summary {
  const output = ask(['generate', spec, '--dry-run', '--out', OUT])?.outputs?.[0];
  if (output === undefined) return { ok: false, rows: [`${spec}: could not be read`] };
  const capture = `${OUT}/${output.name}/build/cable-cut.pcapng`;
  const steps = [
    ['explain', spec],
    ['generate', spec, '--out', OUT],
    ['compile', spec, '--out', OUT],
    ['simulate', spec, '--out', OUT, '--scenario', 'cable-cut', '--pcap', capture],
  ];
  for (const step of steps) if (!show(step)) return { ok: false, rows: [`${output.name}: ${step[0]} failed`] };
  const run = ask(['simulate', spec, '--out', OUT, '--scenario', 'cable-cut'])?.runs?.[0];
  const detections = run?.detections ?? [];
  const found = detections.map(
    ({ latencyMs, boundMs }) => `detected after ${seconds(latencyMs)}, bound ${seconds(boundMs)}`,
  );
  return {
    ok: run?.verdict === 'pass',
    rows: [
      `${output.name}: ${run?.verdict ?? 'no verdict'}; ${found.join('; ')}`,
      `  ${output.dir}/README.md       how to put it into a project`,
      `  ${output.dir}/socket_loop.c   what serves the sockets`,
      `  ${output.dir}/app.c           yours: what the device does with the data`,
      `  ${output.dir}/build/${output.name}.elf`,
      `  ${capture}   the frames, for Wireshark`,
    ],
  };
}

const summaries = SPECS.map(demonstrate);
console.log('\nThe cut cable, and where to look next\n');
for (const { rows } of summaries) console.log(`${rows.join('\n')}\n`);
process.exitCode = summaries.every(({ ok }) => ok) ? 0 : 1;
