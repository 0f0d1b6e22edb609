import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runWithVcd } from '../../generator/cli/simulate/vcd.ts';
import { pulses, readVcd } from '../report/vcd-reader.ts';
import { built } from '../whole/firmware.ts';
import { builtIn, inputOf } from '../whole/play.ts';
import { keepwire, SPEC, workIn } from './keepwire.ts';

const folder = workIn();
const SIMULATE = ['simulate', 's.json', '--scenario', 'echo'];

test('--vcd writes a dump per run, over an older one, and says where', async () => {
  folder.write('s.json', SPEC);
  const args = [...SIMULATE, '--scenario', 'orderly-close', '--vcd', 'w.vcd'];
  const first = await keepwire(folder.path, args);
  expect([first.exitCode, first.stdout.match(/^lines .*$/gmu)]).toEqual([
    0,
    ['lines    w-echo.vcd', 'lines    w-orderly-close.vcd'],
  ]);
  const text = readFileSync(join(folder.path, 'w-echo.vcd'), 'utf8');
  const frames = pulses(readVcd(text), 'CSn', '0').length;
  expect(frames).toBeGreaterThan(100);
  expect((await keepwire(folder.path, [...args, '--json'])).exitCode).toBe(0);
  expect(readFileSync(join(folder.path, 'w-echo.vcd'), 'utf8')).toBe(text);
});

test.each([
  ['the spec itself', ['--vcd', 's.json'], 's.json is there already and is no dump of ours; give --vcd another name'],
  ['no folder', ['--vcd', 'no/x.vcd'], 'no/'],
  ['the same file as --pcap', ['--vcd', './x', '--pcap', 'x'], 'is named twice; give each file a name of its own'],
])('%s is refused before the run', async (_name, options, message) => {
  folder.write('s.json', SPEC);
  const { exitCode, stderr } = await keepwire(folder.path, [...SIMULATE, ...options]);
  expect(stderr).toContain(message);
  expect(exitCode).toBe(2);
  expect(readFileSync(join(folder.path, 's.json'), 'utf8')).toBe(SPEC);
});

test('a dump ends at its limit, is whole there, and the run goes on', async () => {
  const firmware = await built(SPEC);
  const path = join(folder.path, 'full.vcd');
  const told: string[] = [];
  const played = runWithVcd(path, inputOf(firmware, builtIn('echo')), (text) => told.push(text), 200_000);
  expect(played.verdict).toBe('pass');
  const size = statSync(path).size;
  expect(size).toBeGreaterThanOrEqual(200_000);
  expect(size).toBeLessThan(201_000);
  const [, atS = ''] = /full\.vcd ends at ([\d.]+) s: a dump holds at most 200000 bytes$/.exec(told[0] ?? '') ?? [];
  expect(told).toHaveLength(1);
  const dump = readVcd(readFileSync(path, 'utf8'));
  expect(pulses(dump, 'CSn', '0').length).toBeGreaterThan(10);
  expect(dump.endNs / 1e9).toBeCloseTo(Number(atS), 2);
});
