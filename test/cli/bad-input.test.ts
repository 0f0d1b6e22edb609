import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { BINARY, installed } from './installed.ts';
import { keepwire, SPEC, workIn } from './keepwire.ts';

const folder = workIn();
const at = (path: string) => join(folder.path, path);

/** Every file below the folder with its content, links and folders by name. */
function snapshot(): Record<string, string> {
  const entries = readdirSync(folder.path, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.path.length), entry.isFile() ? readFileSync(path, 'latin1') : 'not a file'];
    }),
  );
}

const withName = (name: string) => SPEC.replace('{', `{"name":${JSON.stringify(name)},`);

describe('a file that is no spec is an error with its name, exit code 2, and nothing is written', () => {
  test.each<[string, () => string]>([
    ['missing', () => 'none.json'],
    ['a name that a terminal would act upon', () => 'none\u001b[31m.json'],
    ['empty', () => folder.write('s.json', '')],
    [
      'a folder',
      () => {
        mkdirSync(at('s.json'));
        return 's.json';
      },
    ],
    [
      'binary',
      () =>
        folder.write(
          's.json',
          Uint8Array.from({ length: 4096 }, (_, i) => (i * 7919) & 255),
        ),
    ],
    ['UTF-16', () => folder.write('s.json', Buffer.from(`\ufeff${SPEC}`, 'utf16le'))],
    ['10 MB', () => folder.write('s.json', ' '.repeat(10_000_000) + SPEC)],
    ['nested 10,000 deep', () => folder.write('s.json', '['.repeat(10_000) + ']'.repeat(10_000))],
    ['objects nested 10,000 deep', () => folder.write('s.json', '{"chip":'.repeat(10_000) + '}'.repeat(10_000))],
    ['truncated', () => folder.write('s.json', SPEC.slice(0, 40))],
    ['a device without an end', () => '/dev/zero'],
    ['a name that leaves the folder', () => folder.write('s.json', withName('../victim'))],
    ['a name that is a path', () => folder.write('s.json', withName('/tmp/victim'))],
    ['a name with a comment’s end', () => folder.write('s.json', withName('a*/b'))],
    ['a name with a quote', () => folder.write('s.json', withName('a"b'))],
    ['a name with a backslash', () => folder.write('s.json', withName('a\\b'))],
    ['a name with a newline', () => folder.write('s.json', withName('a\nb'))],
    ['a name with a NUL inside', () => folder.write('s.json', withName('a\0b'))],
    ['a name with a trigraph', () => folder.write('s.json', withName('a??/b'))],
    ['a name that is not ASCII', () => folder.write('s.json', withName('tür'))],
    ['two dots', () => folder.write('s.json', withName('..'))],
  ])('%s', async (_name, prepare) => {
    const file = prepare();
    const before = snapshot();
    for (const command of ['validate', 'generate']) {
      const { exitCode, stdout, stderr } = await keepwire(folder.path, [command, file]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toMatch(/error: .{5}/);
      expect(stderr.length).toBeLessThan(2_000);
      // Nothing that a terminal would act upon, and no trace of a crash.
      expect(stderr).not.toMatch(/[^\P{Cc}\n]|\n {4}at /u);
    }
    expect(snapshot()).toEqual(before);
  });
});

test('a byte order mark before a good spec does no harm, or is named', async () => {
  const { exitCode, stderr } = await keepwire(folder.path, ['validate', folder.write('s.json', `\ufeff${SPEC}`)]);
  if (exitCode !== 0) expect(stderr).toMatch(/byte order mark/i);
});

describe('an out folder that cannot be had', () => {
  test.each<[string, () => void, RegExp]>([
    ['is a file', () => folder.write('out', 'x'), /out is not a folder/],
    [
      'is a link elsewhere',
      () => {
        mkdirSync(at('real'));
        symlinkSync('real', at('out'));
      },
      /out is a symbolic link to real/,
    ],
    [
      'has a link for the name',
      () => {
        mkdirSync(at('out'));
        mkdirSync(at('real'));
        symlinkSync('../real', at('out/s'));
      },
      /symbolic link/,
    ],
  ])('%s', async (_name, prepare, message) => {
    folder.write('s.json', SPEC);
    prepare();
    const before = snapshot();
    const { exitCode, stderr } = await keepwire(folder.path, ['generate', 's.json', '--force']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
    expect(snapshot()).toEqual(before);
  });

  test('is full of someone else’s files', async () => {
    folder.write('s.json', SPEC);
    mkdirSync(at('out/s'), { recursive: true });
    writeFileSync(at('out/s/main.cpp'), 'int main() {}');
    const before = snapshot();
    const { exitCode, stderr } = await keepwire(folder.path, ['generate', 's.json']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('main.cpp');
    expect(snapshot()).toEqual(before);
  });

  // Root may write anywhere, so that it tries as somebody else, where that one can run Node at all.
  const isRoot = process.getuid?.() === 0;
  const other = isRoot ? { uid: 65_534, gid: 65_534 } : {};
  const canTry = spawnSync(process.execPath, ['-e', ''], other).status === 0;
  test('is read-only', async ({ skip }) => {
    skip(!canTry, `user ${other.uid} cannot run ${process.execPath}`);
    folder.write('s.json', SPEC);
    cpSync(dirname(BINARY), at('dist'), { recursive: true });
    mkdirSync(at('out'), { mode: 0o555 });
    chmodSync(folder.path, 0o755);
    const command = [at('dist/keepwire.js'), 'generate', 's.json'];
    const run = await execa(process.execPath, command, { cwd: folder.path, reject: false, ...other });
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toMatch(/cannot write to .*permission denied/);
    expect(readdirSync(at('out'))).toEqual([]);
    chmodSync(at('out'), 0o755);
  });

  test('is on a file system that takes no files', async ({ skip }) => {
    skip(!existsSync('/sys/kernel') || process.platform !== 'linux', 'needs /sys of Linux');
    folder.write('s.json', SPEC);
    const { exitCode, stderr } = await keepwire(folder.path, [
      'generate',
      's.json',
      '--out',
      '/sys/kernel/keepwire-out',
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/error: cannot write to /);
  });
});

/** Preloaded into the process: kills it, as kill -9 does, when it renames for the n-th time. */
const KILLER = `
const fs = require('node:fs');
const { renameSync } = fs;
let left = Number(process.env.RENAMES);
fs.renameSync = (...args) => (left-- === 0 ? process.kill(process.pid, 'SIGKILL') : renameSync(...args));
`;

test.each([0, 1, 4])('killed with SIGKILL after %i files: the next run goes on', async (renames) => {
  folder.write('s.json', SPEC);
  folder.write('killer.cjs', KILLER);
  await keepwire(folder.path, ['generate', 's.json']);
  folder.write('s.json', SPEC.replace('W5500', 'W5200'));
  const command = ['--require', at('killer.cjs'), BINARY, 'generate', 's.json'];
  const killed = await execa(process.execPath, command, {
    cwd: folder.path,
    reject: false,
    env: { RENAMES: `${renames}` },
  });
  expect(killed.signal).toBe('SIGKILL');
  const next = await keepwire(folder.path, ['generate', 's.json']);
  expect(next).toMatchObject({ exitCode: 0, stderr: '' });
  expect((await keepwire(folder.path, ['generate', 's.json', '--check'])).exitCode).toBe(0);
  expect(readdirSync(at('out/s')).filter((name) => name.startsWith('.'))).toEqual(['.gitattributes', '.keepwire.json']);
  expect(readdirSync(at('out/s'))).not.toContain('kw_w5500.c');
});

/** Two with different specs may leave files of both; `test/emit/write-together.test.ts` plays every order. */
test('the same spec several times at once: all succeed, and the folder is as one of them leaves it', async () => {
  folder.write('s.json', SPEC);
  const outcomes = await Promise.all([1, 2, 3, 4].map(() => installed(folder.path, ['generate', 's.json'])));
  for (const { exitCode, stderr } of outcomes) expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(await keepwire(folder.path, ['generate', 's.json', '--check'])).toMatchObject({ exitCode: 0 });
  expect(readdirSync(at('out/s')).filter((name) => name.startsWith('.'))).toEqual(['.gitattributes', '.keepwire.json']);
});

test('the same bytes in any folder, locale and time zone', async () => {
  folder.write('s.json', SPEC);
  await installed(folder.path, ['generate', 's.json', '--out', 'one']);
  mkdirSync(at('x'));
  cpSync(at('s.json'), at('x/s.json'));
  const env = { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Asia/Kathmandu', COLUMNS: '20' };
  await installed(at('x'), ['generate', 's.json', '--out', 'two'], { env });
  for (const name of readdirSync(at('one/s'))) {
    expect(readFileSync(at(`x/two/s/${name}`)), name).toEqual(readFileSync(at(`one/s/${name}`)));
  }
});
