import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { keepwire, ROOT, SPEC, workIn } from './keepwire.ts';

const folder = workIn();
const at = (path: string) => join(folder.path, path);
const run = async (...args: readonly string[]) => keepwire(folder.path, ['campaign', 's.json', ...args]);
const fitsSchema = new Ajv2020({ strict: false }).compile(
  JSON.parse(readFileSync(join(ROOT, 'schemas/campaign.schema.json'), 'utf8')),
);

/** What `--json` prints; it fits its schema. */
async function documentOf(...args: readonly string[]) {
  const document = JSON.parse((await run(...args, '--json')).stdout);
  expect(fitsSchema(document), JSON.stringify(fitsSchema.errors)).toBe(true);
  return document;
}

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

describe('--resume', () => {
  const withoutTime = ({ elapsedS, count, wanted, application, ...rest }: Record<string, unknown>) => rest;

  test('a campaign that is continued ends as one that was played at once, failures included', async () => {
    await withBadApplication();
    const whole = await documentOf('--count', '5', '--seed', '4');
    await run('--count', '2', '--seed', '4', '--resume', 'state.json');
    const resumed = await documentOf('--count', '5', '--seed', '4', '--resume', 'state.json');
    expect(withoutTime(resumed)).toEqual(withoutTime(whole));
    expect(resumed.failures.length).toBeGreaterThan(1);
    // Nothing is left to do: no run is played, and the result is the same.
    const { stdout, exitCode } = await run('--count', '5', '--seed', '4', '--resume', 'state.json');
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`5 runs, ${whole.faults.total} faults`);
    expect(stdout).not.toContain('Repeat it with');
  });

  test.each([
    ['the state of another seed', ['--seed', '2'], 'another seed: 1 instead of 2'],
    ['the state of another shard', ['--shard', '1/3'], 'another shard: 1/1 instead of 1/3'],
    ['the state of another engine', ['--engine', 'arm'], 'another engine: host instead of arm'],
  ])('%s is refused', async (_what, args, why) => {
    folder.write('s.json', SPEC);
    await run('--count', '1', '--resume', 'state.json');
    const before = readFileSync(at('state.json'), 'utf8');
    const { exitCode, stderr } = await run('--count', '1', ...args, '--resume', 'state.json');
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      `state.json: it is the state of a campaign with ${why}; delete it, or give --resume another`,
    );
    expect(readFileSync(at('state.json'), 'utf8')).toBe(before);
  });

  test('the state of other firmware is refused', async () => {
    folder.write('s.json', SPEC);
    await run('--count', '1', '--resume', 'state.json');
    await withBadApplication();
    const { exitCode, stderr } = await run('--count', '2', '--resume', 'state.json');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('state.json: it is the state of a campaign with another firmware; delete it');
  });

  test('a damaged state is refused, wherever the damage is', async () => {
    folder.write('s.json', SPEC);
    await run('--count', '1', '--resume', 'state.json');
    const text = readFileSync(at('state.json'), 'utf8');
    const damages = [text.slice(0, -2), text.slice(0, 60), text.replace('"played":1', '"played":0')];
    damages.push(text.replace(/"sha256":"./, (found) => (found.endsWith('0') ? '"sha256":"1' : '"sha256":"0')));
    for (const damaged of damages) {
      expect(damaged).not.toBe(text);
      writeFileSync(at('state.json'), damaged);
      const { exitCode, stderr } = await run('--count', '1', '--resume', 'state.json');
      expect(exitCode).toBe(2);
      expect(stderr).toContain('state.json: it is damaged; delete it, or give --resume another file');
    }
  });

  test('a file that is no state is refused, and stays', async () => {
    folder.write('s.json', SPEC);
    const { exitCode, stderr } = await run('--count', '1', '--resume', 's.json');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('s.json is there already and is no state of a campaign; give --resume another file');
    expect(readFileSync(at('s.json'), 'utf8')).toBe(SPEC);
  });

  test('a state that cannot be written is told before the first run', async () => {
    folder.write('s.json', SPEC);
    const { exitCode, stderr, stdout } = await run('--count', '1', '--resume', 'nowhere/state.json');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('cannot write to nowhere/state.json');
    expect(stdout).toBe('');
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
