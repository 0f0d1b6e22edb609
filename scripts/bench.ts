/**
 * `npm run bench`: keepwire's figures beside their references, measured in one run on this machine.
 *
 * Whole processes are timed in turn (ours, reference, ours, …) after one warm-up each, their files in one folder, in
 * memory where the system has such a place; medians are printed. Simulated figures are exact and the same everywhere.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { render } from '../generator/emit/render.ts';
import { planOf } from '../generator/plan/plan.ts';
import type { Plan } from '../generator/plan/types.ts';
import { parseSpec } from '../generator/spec/index.ts';
import { buildHostFirmware } from '../simulator/engine/host/build.ts';
import { createHostEngine } from '../simulator/engine/host/run.ts';
import { BUILT_IN } from '../simulator/scenario/builtin.ts';
import { parseScenario } from '../simulator/scenario/parse.ts';
import { type Run, runScenario } from '../simulator/scenario/run.ts';

interface Row {
  readonly what: string;
  readonly ours: string;
  readonly reference: string;
  readonly value: number;
  readonly goal: number;
  readonly unit: string;
}

const KEEPWIRE = fileURLToPath(new URL('../dist/keepwire.js', import.meta.url));
/** Linux keeps this one in memory: a disk's own mood is not what is measured. */
const MEMORY = '/dev/shm';
const work = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'keepwire-bench-'));

/** statfs(2)'s f_type. */
const FILE_SYSTEMS: Readonly<Record<number, string>> = {
  16914836: 'tmpfs',
  61267: 'ext4',
  1481003842: 'xfs',
  2435016766: 'btrfs',
  2035054128: 'overlayfs',
};

function fileSystem(): string {
  const { type } = statfsSync(work);
  return FILE_SYSTEMS[type] ?? `file system ${type.toString(16)}`;
}

function planFor(extra: object): Plan {
  const spec = {
    chip: 'W5500',
    keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 },
    timer: { prescaler: 71 },
    ...extra,
  };
  const parsed = parseSpec(JSON.stringify(spec), { defaultName: 'bench' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return planOf(parsed.value);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

function processMs(args: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')}: ${stderr}`);
  return performance.now() - start;
}

function paired(
  ours: readonly string[],
  reference: readonly string[],
  runs: number,
  before = (): void => {},
): [number, number] {
  const times: [number[], number[]] = [[], []];
  for (let run = -1; run < runs; run++) {
    for (const [side, args] of [ours, reference].entries()) {
      before();
      const ms = processMs(args);
      if (run >= 0) times[side as 0 | 1].push(ms);
    }
  }
  return [median(times[0]), median(times[1])];
}

function ratioRow(what: string, [ours, reference]: [number, number], goal: number): Row {
  const ms = (value: number): string => `${value.toFixed(0)} ms`;
  return { what, ours: ms(ours), reference: ms(reference), value: ours / reference, goal, unit: '×' };
}

function oneSpec(): Row {
  const file = join(work, 'one.json');
  writeFileSync(
    file,
    '{ "chip": "W5500", "keepalive": { "NO_DATA_PERIOD": 10, "KA_SEND_PERIOD": 5 }, "timer": { "prescaler": 71 } }',
  );
  const ours = [KEEPWIRE, 'generate', file, '--out', join(work, 'one')];
  return ratioRow('generate one spec, against node -e 0', paired(ours, ['-e', '0'], 31), 1.5);
}

function thousandSpecs(): Row {
  const specs = join(work, 'specs');
  mkdirSync(specs);
  const files = Array.from({ length: 1000 }, (_, index) => {
    const file = join(specs, `device-${index}.json`);
    const keepalive = { NO_DATA_PERIOD: 1 + index, KA_SEND_PERIOD: 5 };
    const chip = index % 2 === 0 ? 'W5500' : 'W5200';
    writeFileSync(
      file,
      JSON.stringify({ chip, keepalive, timer: { prescaler: 71 }, sockets: [{ port: 1000 + index }] }),
    );
    return file;
  });
  const out = join(work, 'thousand');
  processMs([KEEPWIRE, 'generate', ...files, '--out', out]);
  const script = join(work, 'write.mjs');
  // The reference reads the files that keepwire wrote before the clock matters, then only writes them elsewhere.
  const snapshot = join(work, 'snapshot.json');
  const collect = `const{readdirSync:d,readFileSync:r,writeFileSync:w}=require('node:fs');const a=[];for(const n of d(${JSON.stringify(out)}))for(const f of d(${JSON.stringify(out)}+'/'+n))a.push([n,f,r(${JSON.stringify(out)}+'/'+n+'/'+f,'utf8')]);w(${JSON.stringify(snapshot)},JSON.stringify(a))`;
  processMs(['-e', collect]);
  const plain = join(work, 'plain');
  writeFileSync(
    script,
    `import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
for (const [name, file, text] of JSON.parse(readFileSync(${JSON.stringify(snapshot)}, 'utf8'))) {
  mkdirSync(${JSON.stringify(plain)} + '/' + name, { recursive: true });
  writeFileSync(${JSON.stringify(plain)} + '/' + name + '/' + file, text);
}
`,
  );
  const clean = (): void => {
    rmSync(out, { recursive: true, force: true });
    rmSync(plain, { recursive: true, force: true });
  };
  const times = paired([KEEPWIRE, 'generate', ...files, '--out', out], [script], 9, clean);
  return ratioRow(`generate 1,000 specs in one call, against writing the same files (${fileSystem()})`, times, 2);
}

interface Compiled {
  readonly flash: number;
  readonly ram: number;
}

/** Sizes of all layers but start-up, as `keepwire compile --json` tells them. */
function compiled(name: string, spec: object): Compiled {
  const file = join(work, `${name}.json`);
  writeFileSync(file, JSON.stringify(spec));
  const args = [KEEPWIRE, 'compile', file, '--out', join(work, 'compiled'), '--json'];
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const [output] = JSON.parse(stdout).outputs;
  const layers: Readonly<Record<string, Compiled>> = output.layers;
  const counted = Object.entries(layers).flatMap(([layer, sizes]) => (layer === 'startup' ? [] : [sizes]));
  return {
    flash: counted.reduce((sum, { flash }) => sum + flash, 0),
    ram: counted.reduce((sum, { ram }) => sum + ram, 0),
  };
}

function sizes(): Row[] {
  const base = { chip: 'W5500', keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }, timer: { prescaler: 71 } };
  const one = compiled('one-socket', base);
  const eight = compiled('eight-sockets', { ...base, sockets: [{ port: 5000, count: 8 }] });
  const perSocket = (eight.ram - one.ram) / 7;
  return [
    {
      what: 'flash: W5500, one server, echo, probe',
      ours: `${one.flash} B`,
      reference: '4260 B, vendor library',
      value: one.flash,
      goal: 2048,
      unit: 'B',
    },
    {
      what: "RAM per socket beside the user's buffer",
      ours: `${perSocket} B`,
      reference: '',
      value: perSocket,
      goal: 64,
      unit: 'B',
    },
  ];
}

async function run(plan: Plan, scenarioText: string): Promise<Run> {
  const built = await buildHostFirmware({ files: new Map(render(plan).map(({ path, text }) => [path, text])), plan });
  if (!built.ok) throw new Error(built.text);
  const scenario = parseScenario(scenarioText);
  if (!scenario.ok) throw new Error(JSON.stringify(scenario.problems));
  const played = runScenario({
    plan,
    scenario: scenario.value,
    engine: (board) => createHostEngine({ wasm: built.wasm, ...board }),
  });
  if (played.verdict !== 'pass') throw new Error(played.reasons.join('\n'));
  return played;
}

const connect = { do: 'connect', peer: 'client' };
const minute = { do: 'wait', for: { s: 60 } };

function scenarioText(steps: readonly object[]): string {
  return JSON.stringify({ name: 'bench', title: 'bench', steps, expect: { alive: ['client'] } });
}

/** Two runs that differ by one idle minute: what the minute costs, without start and connection. */
async function bytesPerPoll(chip: string, interrupt: string | null, goal: number): Promise<Row> {
  const plan = planFor({ chip, wiring: { interrupt }, sockets: [{ port: 5000, count: 8 }] });
  const short = await run(plan, scenarioText([connect, minute]));
  const long = await run(plan, scenarioText([connect, minute, minute]));
  const bytes = long.stats.engine.spiBytes - short.stats.engine.spiBytes;
  const polls = long.stats.engine.idleWaits - short.stats.engine.idleWaits;
  const value = bytes / polls;
  const wired = interrupt === null ? 'INTn not wired' : 'INTn wired';
  return {
    what: `SPI bytes per idle poll, eight sockets, ${chip}, ${wired}`,
    ours: value.toFixed(2),
    reference: '',
    value,
    goal,
    unit: '',
  };
}

async function echoOverhead(chip: string): Promise<Row> {
  const plan = planFor({ chip });
  const wait = { do: 'wait', for: { s: 1 } };
  const echo = [
    { do: 'send', peer: 'client', bytes: 1460 },
    { do: 'wait', for: { s: 1 } },
  ];
  const without = await run(plan, scenarioText([connect, wait, wait]));
  const withEcho = await run(plan, scenarioText([connect, wait, ...echo]));
  const bytes = withEcho.stats.engine.spiBytes - without.stats.engine.spiBytes;
  const value = bytes / 2920;
  return {
    what: `SPI bytes to echo 1,460 bytes, ${chip}`,
    ours: `${bytes} B`,
    reference: '2920 B',
    value,
    goal: 1.03,
    unit: '×',
  };
}

async function simulatedHour(): Promise<Row> {
  const plan = planFor({});
  const built = await buildHostFirmware({ files: new Map(render(plan).map(({ path, text }) => [path, text])), plan });
  const idle = BUILT_IN.find(({ name }) => name === 'idle');
  if (!built.ok || idle === undefined) throw new Error('no firmware or no scenario');
  const seconds = Array.from({ length: 5 }, () => {
    const start = performance.now();
    const played = runScenario({
      plan,
      scenario: idle,
      engine: (board) => createHostEngine({ wasm: built.wasm, ...board }),
    });
    if (played.verdict !== 'pass') throw new Error(played.reasons.join('\n'));
    return (performance.now() - start) / 1000;
  });
  const value = median(seconds);
  return {
    what: 'one simulated hour, idle, host engine',
    ours: `${value.toFixed(2)} s`,
    reference: '',
    value,
    goal: 2,
    unit: 's',
  };
}

function print(rows: readonly Row[]): void {
  const cells = rows.map((row) => [
    row.what,
    row.ours,
    row.reference,
    `${Number(row.value.toFixed(3))} ${row.unit}`.trim(),
    `≤ ${row.goal} ${row.unit}`.trim(),
    row.value <= row.goal ? 'reached' : 'missed',
  ]);
  const table = [['what', 'ours', 'reference', 'result', 'goal', ''], ...cells];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of table)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

try {
  const rows: Row[] = [];
  for (const measure of [
    oneSpec,
    thousandSpecs,
    sizes,
    () => bytesPerPoll('W5500', null, 5),
    () => bytesPerPoll('W5500', 'PB1', 5),
    () => bytesPerPoll('W5200', null, 6),
    () => bytesPerPoll('W5200', 'PB1', 6),
    () => echoOverhead('W5500'),
    () => echoOverhead('W5200'),
    simulatedHour,
  ]) {
    rows.push(...[await measure()].flat());
    process.stderr.write('.');
  }
  process.stderr.write('\n');
  print(rows);
} finally {
  rmSync(work, { recursive: true, force: true });
}
