import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { type BenchRow, median } from './row.ts';
import { fileSystem, KEEPWIRE, work } from './work.ts';

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

function ratioRow(what: string, [ours, reference]: [number, number], goal: number): BenchRow {
  const ms = (value: number): string => `${value.toFixed(0)} ms`;
  return { what, ours: ms(ours), reference: ms(reference), value: ours / reference, goal: { atMost: goal }, unit: '×' };
}

export function oneSpec(): BenchRow {
  const file = join(work, 'one.json');
  writeFileSync(
    file,
    '{ "chip": "W5500", "keepalive": { "NO_DATA_PERIOD": 10, "KA_SEND_PERIOD": 5 }, "timer": { "prescaler": 71 } }',
  );
  const ours = [KEEPWIRE, 'generate', file, '--out', join(work, 'one')];
  return ratioRow('generate one spec, against node -e 0', paired(ours, ['-e', '0'], 31), 1.5);
}

export function thousandSpecs(): BenchRow {
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
