import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keepwire, SPEC, workIn } from './keepwire.ts';

const folder = workIn();
const at = (path: string) => join(folder.path, path);
const run = async (...args: readonly string[]) => keepwire(folder.path, ['campaign', 's.json', ...args]);
const documentOf = async (...args: readonly string[]) => JSON.parse((await run(...args, '--json')).stdout);

/** Traps when a peer sends more than 100 bytes at once. */
async function withBadApplication(): Promise<void> {
  folder.write('s.json', SPEC);
  await keepwire(folder.path, ['generate', 's.json']);
  const app = readFileSync(at('out/s/app.c'), 'utf8');
  const hanging = app.replace('(void)waiting;', 'if (waiting > 100U) { __builtin_trap(); }');
  expect(hanging).not.toBe(app);
  writeFileSync(at('out/s/app.c'), hanging);
}

test('runs, faults and time, for a person and as JSON', async () => {
  folder.write('s.json', SPEC);
  const { exitCode, stdout } = await run('--count', '5', '--seed', '3');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^Application: .*\n5 runs, \d+ faults, [\d,.]+ s simulated in [\d.]+ s\n/);
  expect(stdout).toMatch(/\nfaults on: wire \d+, timing \d+, chip \d+, spi \d+, power \d+, hosts \d+\nPASS {2}/);
  const document = await documentOf('--count', '5', '--seed', '3');
  expect(document).toMatchObject({ ok: true, seed: 3, count: 5, wanted: 5, runs: 5, engine: 'host', failures: [] });
  expect(document.shard).toEqual({ index: 1, of: 1 });
  const { total, ...faults } = document.faults;
  expect(Object.values<number>(faults).reduce((sum, count) => sum + count, 0)).toBe(total);
  expect(stdout).toContain(` ${total} faults,`);
  expect(document.passed + document.notCovered).toBe(5);
  expect(existsSync(at('campaign-failures'))).toBe(false);
});

test('a failure is shrunk, written to a file, and its command repeats it', async () => {
  await withBadApplication();
  const { exitCode, stdout } = await run('--count', '2');
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/FAIL {2}run \d+: hung \(\d+ steps shrunk to \d+, in \d+ tries\)\n {6}The firmware trapped/);
  const document = await documentOf('--count', '2');
  expect(document.ok).toBe(false);
  const [failure] = document.failures;
  expect(document.failed.hung).toBe(document.failures.length);
  // The 200 bytes of the new peer suffice.
  expect(failure.scenario.steps.filter(({ do: what }: { do: string }) => what === 'send').length).toBeLessThanOrEqual(
    2,
  );
  expect(failure.steps.left).toBeLessThan(failure.steps.drawn);
  expect(failure.file).toBe(join('campaign-failures', `s-seed-1-run-${failure.run}.json`));
  expect(readFileSync(at(failure.file), 'utf8')).toContain(`// Repeat it with: ${failure.command}\n`);
  const [keyword, ...words] = failure.command.split(' ');
  expect(keyword).toBe('keepwire');
  const repeated = await keepwire(folder.path, words);
  expect(repeated.exitCode).toBe(1);
  expect(repeated.stdout).toContain('The firmware trapped');
  for (const reason of failure.reasons) expect(repeated.stdout).toContain(reason);
});

test('a scenario is not written over a file that is none', async () => {
  await withBadApplication();
  const [{ file }] = (await documentOf('--count', '2')).failures;
  writeFileSync(at(file), 'mine');
  const { exitCode, stderr } = await run('--count', '2');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('is no scenario of a campaign; give --failures another folder');
  expect(readFileSync(at(file), 'utf8')).toBe('mine');
});

describe('usage errors', () => {
  test.each([
    [['--count', '0'], '--count takes a whole number from 1 on'],
    [['--shard', '3/2'], '--shard takes a part and the number of parts, 1/8 to 8/8 for eight; found "3/2"'],
    [['--shard', '0/2'], '--shard takes'],
    [['--shard', 'half'], '--shard takes'],
    [['--engine', 'host', '--engine', 'arm'], 'this command takes one --engine'],
    [['--engine', 'mips'], 'unknown engine'],
  ])('%j', async (args, message) => {
    folder.write('s.json', SPEC);
    const { exitCode, stderr } = await run(...args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

test('the shards of a campaign play its runs, each once', async () => {
  folder.write('s.json', SPEC);
  const whole = await documentOf('--count', '7');
  const shards = [
    await documentOf('--count', '7', '--shard', '1/2'),
    await documentOf('--count', '7', '--shard', '2/2'),
  ];
  expect(shards.map(({ wanted, runs }) => [wanted, runs])).toEqual([
    [4, 4],
    [3, 3],
  ]);
  for (const name of Object.keys(whole.faults)) {
    expect(shards.reduce((sum, { faults }) => sum + faults[name], 0)).toBe(whole.faults[name]);
  }
  const simulatedS = shards.reduce((sum, shard) => sum + shard.simulatedS, 0);
  expect(simulatedS).toBeCloseTo(whole.simulatedS, 2);
});
