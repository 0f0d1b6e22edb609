import { chmodSync, linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { BINARY, installed } from './installed.ts';
import { keepwire, type Outcome, SPEC, workIn } from './keepwire.ts';

const folder = workIn();
const at = (path: string) => join(folder.path, path);
const text = (path = 's.json') => readFileSync(at(path), 'utf8');
const solve = (seconds: string, ...more: string[]): Promise<Outcome> =>
  keepwire(folder.path, ['solve', 's.json', '--detect-within', seconds, ...more]);
const documentOf = ({ stdout }: Outcome) => JSON.parse(stdout);

/** As people write specs: comments everywhere, an order of their own, tabs, the line ends of Windows. */
const COMMENTED = [
  '// The door on the north side.',
  '{',
  '\t"timer": { "prescaler": 71 }, /* 1 us */',
  '\t"keepalive": {',
  '\t\t"KA_SEND_PERIOD" : 5, // between probes',
  '\t\t"NO_DATA_PERIOD" : 10 // before the first',
  '\t},',
  '\t"chip":"W5500",   "name": "north" // the last key',
  '\t// Nothing about retransmission.',
  '}',
  '',
].join('\r\n');

describe('without --write', () => {
  test('prints values, reasons and the order, and leaves the spec alone', async () => {
    folder.write('s.json', COMMENTED);
    const { exitCode, stdout, stderr } = await solve('20');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('north: wanted 20 s, detected within 19.414 s');
    expect(stdout).toMatch(/keepalive\.KA_SEND_PERIOD +17 +was 5/);
    expect(stdout).toMatch(/\nwhy\n {2}- At most 19\.414 s: NO_DATA_PERIOD 1 s \+ KA_SEND_PERIOD 17 s/);
    expect(stdout).toMatch(/\norder of preference\n {2}1 {2}settings that meet the wanted time/);
    expect(stdout).toContain('--write puts these values into s.json');
    expect(text()).toBe(COMMENTED);
    expect(readdirSync(folder.path)).toEqual(['s.json']);
  });

  test('one JSON document with --json, from stdin too', async () => {
    const outcome = await installed(folder.path, ['solve', '-', '--detect-within', '20', '--json'], { input: SPEC });
    const { reasons, ...rest } = documentOf(outcome);
    expect(outcome.exitCode).toBe(0);
    expect(rest).toEqual({
      ok: true,
      wantedMs: 20_000,
      boundMs: 19_414,
      keepalive: { NO_DATA_PERIOD: 1, KA_SEND_PERIOD: 17 },
      retransmission: { timeoutMs: 200, count: 2 },
      written: [],
    });
    expect(reasons.length).toBeGreaterThan(4);
  });

  test('its own help has the order of preference', async () => {
    const { stdout } = await keepwire(folder.path, ['solve', '--help']);
    expect(stdout).toMatch(/1\. settings that meet[\s\S]*5\. least traffic/);
  });
});

describe('--write', () => {
  test('changes the values and not a character beside them, and does nothing the second time', async () => {
    folder.write('s.json', COMMENTED);
    const first = await solve('20', '--write');
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    expect(first.stdout).toContain('/keepalive/KA_SEND_PERIOD: 5 -> 17');
    const want = COMMENTED.replace('" : 5,', '" : 17,')
      .replace('" : 10 ', '" : 1 ')
      .replace(
        '"north" // the last key',
        '"north", // the last key\r\n\t"retransmission": { "timeoutMs": 200, "count": 2 }',
      );
    // "name" is not the first on its line, so that the new key stands on that line as well.
    const sameLine = want.replace('"north", // the last key\r\n\t"retrans', '"north", "retrans');
    expect(text().replace(' // the last key', '')).toBe(sameLine.replace(' // the last key', ''));
    const written = text();
    const { mtimeMs } = statSync(at('s.json'));
    const second = await solve('20', '--write');
    expect(second).toMatchObject({ exitCode: 0, stderr: '' });
    expect(second.stdout).toContain('s.json holds these values already');
    expect([text(), statSync(at('s.json')).mtimeMs]).toEqual([written, mtimeMs]);
    expect(documentOf(await solve('20', '--write', '--json')).written).toEqual([]);
    expect(readdirSync(folder.path)).toEqual(['s.json']);
  });

  test.each(['2.084', '3.3', '15', '60', '400'])('within %s s: valid, and explained as promised', async (seconds) => {
    folder.write('s.json', COMMENTED);
    const solution = documentOf(await solve(seconds, '--write', '--json'));
    expect(solution.written.length).toBeGreaterThan(0);
    expect((await keepwire(folder.path, ['validate', 's.json'])).exitCode).toBe(0);
    const { plan } = documentOf(await keepwire(folder.path, ['explain', 's.json', '--json']));
    for (const failure of ['cable-cut', 'power-cut']) {
      const row = plan.detection.find((it: { failure: string }) => it.failure === failure);
      expect(row.boundMs).toBe(solution.boundMs);
      expect(row.boundMs).toBeLessThanOrEqual(Number(seconds) * 1000);
    }
    const { keepalive, retransmission } = solution;
    expect(plan).toMatchObject({ retransmission, sockets: [{ keepalive }] });
  });

  test('fills what of the retransmission is there already', async () => {
    const half = SPEC.replace('{', '{ "retransmission": { /* of ours */ "count": 8 }, ');
    folder.write('s.json', half);
    await solve('3.3', '--write');
    expect(text()).toContain('"retransmission": { /* of ours */ "count": 2, "timeoutMs": 137 }, ');
    expect(text()).toContain('"KA_SEND_PERIOD":1}');
  });

  test('keeps permissions, and a link a link', async () => {
    mkdirSync(at('real'));
    folder.write('real/x.json', SPEC);
    chmodSync(at('real/x.json'), 0o640);
    symlinkSync('real/x.json', at('s.json'));
    expect((await solve('20', '--write')).exitCode).toBe(0);
    expect(lstatSync(at('s.json')).isSymbolicLink()).toBe(true);
    expect(text('real/x.json')).toContain('"KA_SEND_PERIOD":17');
    expect(statSync(at('real/x.json')).mode & 0o777).toBe(0o640);
    expect(readdirSync(at('real'))).toEqual(['x.json']);
  });
});

describe('a wish that nothing meets', () => {
  test.each(['2.0839', '0.1', '1'])('within %s s: exit code 1, the best possible and the reason', async (seconds) => {
    folder.write('s.json', SPEC);
    const { exitCode, stdout, stderr } = await solve(seconds, '--write');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('the best possible is 2.084 s');
    expect(stderr).toContain(`error: s.json: ${seconds} s cannot be had: the shortest possible is 2.084 s`);
    expect(stderr).toContain('Nothing was written.');
    expect(text()).toBe(SPEC);
    const failed = await solve(seconds, '--json');
    expect(failed.exitCode).toBe(1);
    expect(documentOf(failed)).toMatchObject({ ok: false, boundMs: 2084, written: [] });
  });

  test('the best possible, asked for, is met', async () => {
    folder.write('s.json', SPEC);
    expect((await solve('2.084', '--write')).exitCode).toBe(0);
  });

  test('a spec without probes', async () => {
    folder.write('s.json', SPEC.replace('{', '{"sockets":[{"keepalive":null}],'));
    const { exitCode, stderr } = await solve('20');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('No socket is probed');
  });
});

describe('bad input: exit code 2, a message, and nothing is written', () => {
  test.each<[string, readonly string[], string]>([
    ['no time', [], '--detect-within is missing'],
    ['nothing after it', ['--detect-within'], '--detect-within needs a value'],
    ['an empty time', ['--detect-within', ''], '--detect-within is empty'],
    ['nought', ['--detect-within', '0'], 'takes seconds above 0, for example 20 or 2.5; found "0"'],
    ['less than RTR counts', ['--detect-within', '0.00001'], 'takes seconds above 0'],
    ['a negative time', ['--detect-within', '-5'], 'takes seconds above 0'],
    ['a unit', ['--detect-within', '20s'], 'found "20s"'],
    ['a comma', ['--detect-within', '2,5'], 'found "2,5"'],
    ['an exponent', ['--detect-within', '1e3'], 'found "1e3"'],
    ['for ever', ['--detect-within', 'Infinity'], 'found "Infinity"'],
    ['a number beyond all', ['--detect-within', '9'.repeat(400)], 'takes seconds above 0'],
    ['what a terminal would act upon', ['--detect-within', '\u001b[31m'], 'found "\\u001b[31m"'],
    ['two transmissions', ['--detect-within', '20', '--transmissions', '2'], 'takes a whole number from 3'],
    ['257', ['--detect-within', '20', '--transmissions', '257'], 'takes a whole number from 3 to 256'],
    ['half a one', ['--detect-within', '20', '--transmissions', '3.5'], '--transmissions takes a whole number'],
    ['a misspelt option', ['--detect-witin', '20'], 'did you mean --detect-within?'],
  ])('%s', async (_name, args, message) => {
    folder.write('s.json', SPEC);
    const { exitCode, stdout, stderr } = await keepwire(folder.path, ['solve', 's.json', '--write', ...args]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/[^\P{Cc}\n]|\n {4}at |internal error/u);
    expect(text()).toBe(SPEC);
  });

  test('stdin has no place to write to', async () => {
    const args = ['solve', '-', '--detect-within', '20', '--write'];
    const { exitCode, stderr } = await installed(folder.path, args, { input: SPEC });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--write needs a file');
  });

  test('a spec that is not valid', async () => {
    folder.write('s.json', SPEC.replace('W5500', 'W5050'));
    const { exitCode, stderr } = await solve('20', '--write');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Did you mean "W5500"?');
    expect(text()).not.toContain('17');
  });

  test('a file with a second name, which would part from it', async () => {
    folder.write('s.json', SPEC);
    linkSync(at('s.json'), at('t.json'));
    const { exitCode, stderr } = await solve('20', '--write');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('2 names (hard links)');
    expect(text('t.json')).toBe(SPEC);
  });
});

/** Runs solve with `code` in the process first; `fs` is the module whose functions it may replace. */
async function solveWith(code: string): Promise<{ readonly exitCode?: number | undefined; readonly stderr: string }> {
  folder.write('first.cjs', `const fs = require('node:fs'); ${code}; require('node:module').syncBuiltinESMExports();`);
  const command = ['--require', at('first.cjs'), BINARY, 'solve', 's.json', '--detect-within', '20', '--write'];
  return execa(process.execPath, command, { cwd: folder.path, reject: false });
}

test('a file that somebody saved meanwhile is left as it is', async () => {
  folder.write('s.json', SPEC);
  const { exitCode, stderr } = await solveWith(
    `const { fsyncSync } = fs; fs.fsyncSync = (file) => { fs.writeFileSync('s.json', 'theirs'); fsyncSync(file); }`,
  );
  expect(stderr).toContain('s.json was changed meanwhile: nothing was written');
  expect(exitCode).toBe(2);
  expect(text()).toBe('theirs');
  expect(readdirSync(folder.path).toSorted()).toEqual(['first.cjs', 's.json']);
});

test('killed before the new text is in place: the old one is whole, and the next run does it', async () => {
  folder.write('s.json', SPEC);
  await solveWith(`fs.renameSync = () => process.kill(process.pid, 'SIGKILL')`);
  expect(text()).toBe(SPEC);
  expect((await solve('20', '--write')).exitCode).toBe(0);
  expect(text()).toContain('"KA_SEND_PERIOD":17');
});

test('a disk that is full', async () => {
  folder.write('s.json', SPEC);
  const { exitCode, stderr } = await solveWith(
    `fs.fsyncSync = () => { throw Object.assign(new Error('x'), { code: 'ENOSPC', syscall: 'fsync' }); }`,
  );
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: 'error: cannot write to s.json: no space left on the device',
  });
  expect(text()).toBe(SPEC);
  expect(readdirSync(folder.path).toSorted()).toEqual(['first.cjs', 's.json']);
});
