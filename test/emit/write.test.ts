import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { diffOf } from '../../generator/emit/diff.ts';
import type { FileSet } from '../../generator/emit/files.ts';
import { writeFiles } from '../../generator/emit/write.ts';
import { VERSION } from '../../generator/firmware/version.generated.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'write-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const set = (texts: Record<string, string>, user: readonly string[] = ['app.c']): FileSet =>
  Object.entries(texts).map(([path, text]) => ({
    path,
    text,
    layer: 'loop',
    owner: user.includes(path) ? 'user' : 'keepwire',
  }));

const FIRST = set({ 'a.c': 'a1\n', 'b.c': 'b1\n', 'app.c': 'mine\n' });
const read = (path: string) => readFileSync(join(dir, 'fw', path), 'utf8');
const put = (path: string, text: string) => writeFileSync(join(dir, 'fw', path), text);
const tree = () => readdirSync(join(dir, 'fw')).sort();
const sha = (text: string) => createHash('sha256').update(text).digest('hex');

describe('a first run', () => {
  test('writes every file and a manifest of ours with hashes, and leaves nothing else', () => {
    const outcome = writeFiles(dir, 'fw', FIRST);
    expect(outcome).toEqual({
      name: 'fw',
      dir: `${dir}/fw`,
      written: ['a.c', 'b.c', 'app.c'],
      unchanged: [],
      removed: [],
      refused: [],
      stale: [],
      migration: null,
      writtenBy: null,
    });
    expect(tree()).toEqual(['.keepwire.json', 'a.c', 'app.c', 'b.c']);
    expect(JSON.parse(read('.keepwire.json'))).toEqual({
      format: 2,
      version: VERSION,
      files: { 'a.c': sha('a1\n'), 'b.c': sha('b1\n') },
    });
  });

  test('gives the same bytes whatever the order of the set, and again', () => {
    writeFiles(dir, 'fw', FIRST);
    const manifest = read('.keepwire.json');
    writeFiles(dir, 'fw2', [...FIRST].reverse());
    expect(readFileSync(join(dir, 'fw2', '.keepwire.json'), 'utf8')).toBe(manifest);
    const before = lstatSync(join(dir, 'fw', 'a.c'), { bigint: true }).mtimeNs;
    const again = writeFiles(dir, 'fw', FIRST);
    expect(again).toMatchObject({ written: [], unchanged: ['a.c', 'b.c', 'app.c'], writtenBy: VERSION });
    expect(lstatSync(join(dir, 'fw', 'a.c'), { bigint: true }).mtimeNs).toBe(before);
  });

  test('makes folders below the output', () => {
    writeFiles(dir, 'fw', set({ 'cmake/x.cmake': 'x\n' }));
    expect(read('cmake/x.cmake')).toBe('x\n');
    writeFiles(dir, 'fw', set({ 'a.c': 'a\n' }));
    expect(tree()).toEqual(['.keepwire.json', 'a.c']);
  });
});

describe('a later run', () => {
  beforeEach(() => writeFiles(dir, 'fw', FIRST));

  test('rewrites what changed, removes what is no longer ours to have, leaves the user alone', () => {
    put('app.c', 'edited by its owner\n');
    put('notes.txt', 'keep\n');
    const outcome = writeFiles(dir, 'fw', set({ 'a.c': 'a2\n', 'c.c': 'c\n', 'app.c': 'new\n' }));
    expect(outcome).toMatchObject({ written: ['a.c', 'c.c'], unchanged: ['app.c'], removed: ['b.c'], refused: [] });
    expect(tree()).toEqual(['.keepwire.json', 'a.c', 'app.c', 'c.c', 'notes.txt']);
    expect(read('app.c')).toBe('edited by its owner\n');
  });

  test.each([
    ['edited', 'a.c', () => put('a.c', 'edited\n')],
    ['edited and no longer in the set', 'b.c', () => put('b.c', 'edited\n')],
    [
      'a link elsewhere',
      'a.c',
      () => {
        rmSync(join(dir, 'fw', 'a.c'));
        put('../victim', 'v\n');
        symlinkSync('../victim', join(dir, 'fw', 'a.c'));
      },
    ],
    ['foreign at a new name', 'c.c', () => put('c.c', 'foreign\n')],
    ['a manifest that is none', '.keepwire.json', () => put('.keepwire.json', '{')],
    [
      'a manifest that points outside',
      '.keepwire.json',
      () => put('.keepwire.json', `{"format":1,"files":{"../x":"${sha('')}"}}`),
    ],
  ] as const)('refuses a file that is %s and writes nothing; --force overrides', (_name, path, spoil) => {
    spoil();
    const next = set({ 'a.c': 'a2\n', 'c.c': 'c\n', 'd.c': 'd\n', 'app.c': 'x\n' });
    const before = tree();
    const outcome = writeFiles(dir, 'fw', next);
    expect(outcome.refused).toContain(path);
    expect(outcome).toMatchObject({ written: [], removed: [] });
    expect(tree()).toEqual(before);
    const forced = writeFiles(dir, 'fw', next, { force: true });
    expect(forced.refused).toEqual([]);
    expect([read('a.c'), read('c.c'), read('d.c'), read('app.c')]).toEqual(['a2\n', 'c\n', 'd\n', 'mine\n']);
    if (existsSync(join(dir, 'victim'))) expect(readFileSync(join(dir, 'victim'), 'utf8')).toBe('v\n');
  });

  test('adopts its own files when the manifest is lost', () => {
    rmSync(join(dir, 'fw', '.keepwire.json'));
    expect(writeFiles(dir, 'fw', FIRST)).toMatchObject({ written: [], refused: [] });
    expect(JSON.parse(read('.keepwire.json')).files).toHaveProperty(['a.c']);
  });

  test('--check lists what is absent, differs or is left over, and writes nothing', () => {
    put('a.c', 'edited\n');
    const next = set({ 'a.c': 'a1\n', 'c.c': 'c\n', 'app.c': 'x\n' });
    const outcome = writeFiles(dir, 'fw', next, { check: true });
    expect([...outcome.stale].sort()).toEqual(['a.c', 'b.c', 'c.c']);
    expect(outcome.written).toEqual([]);
    expect(tree()).toEqual(['.keepwire.json', 'a.c', 'app.c', 'b.c']);
  });

  test('--dry-run says what would happen and does nothing', () => {
    const outcome = writeFiles(dir, 'fw', set({ 'a.c': 'a2\n' }), { dryRun: true });
    expect(outcome).toMatchObject({ written: ['a.c'], removed: ['b.c'], stale: [] });
    expect([read('a.c'), read('b.c')]).toEqual(['a1\n', 'b1\n']);
    writeFiles(dir, 'other', FIRST, { dryRun: true });
    expect(existsSync(join(dir, 'other'))).toBe(false);
  });
});

describe('a checkout with CRLF as line ends', () => {
  const checkOut = () => {
    for (const path of tree()) put(path, read(path).replaceAll('\n', '\r\n'));
  };

  test('is as generated, and stays as it is', () => {
    writeFiles(dir, 'fw', FIRST);
    checkOut();
    expect(writeFiles(dir, 'fw', FIRST, { check: true })).toMatchObject({
      stale: [],
      unchanged: ['a.c', 'b.c', 'app.c'],
    });
    expect(writeFiles(dir, 'fw', FIRST)).toMatchObject({ written: [], removed: [], refused: [] });
    expect(read('a.c')).toBe('a1\r\n');
    expect(read('.keepwire.json')).toContain('\r\n');
  });

  test('is known as unedited: files are replaced and removed', () => {
    writeFiles(dir, 'fw', FIRST);
    checkOut();
    expect(writeFiles(dir, 'fw', set({ 'a.c': 'a2\n' }))).toMatchObject({ written: ['a.c'], removed: ['b.c'] });
    expect(read('a.c')).toBe('a2\n');
  });

  test('still shows an edit, a lone carriage return too, and the diff shows that alone', async () => {
    writeFiles(dir, 'fw', set({ 'a.c': 'one\ntwo\n', 'b.c': 'b\n' }));
    checkOut();
    const changed = set({ 'a.c': 'one\n2\n', 'b.c': 'b\n' });
    const diff = await diffOf(`${dir}/fw`, changed, ['a.c']);
    expect(diff.split('\n').filter((line) => /^[-+ ](?![-+])/.test(line))).toEqual([' one', '-two', '+2']);
    put('b.c', 'b\r');
    expect(writeFiles(dir, 'fw', set({ 'b.c': 'b\n' }), { check: true }).refused).toEqual(['b.c']);
  });
});

describe('places that cannot be written to', () => {
  test.each([
    ['DIR is a file', () => writeFileSync(join(dir, 'out'), 'x'), /out is not a folder/],
    [
      'DIR is a link',
      () => {
        mkdirSync(join(dir, 'real'));
        symlinkSync('real', join(dir, 'out'));
      },
      /symbolic link to real/,
    ],
    [
      'DIR/<name> is a file',
      () => {
        mkdirSync(join(dir, 'out'));
        writeFileSync(join(dir, 'out/fw'), 'x');
      },
      /fw is not a folder/,
    ],
    [
      'DIR/<name> is a link',
      () => {
        mkdirSync(join(dir, 'out'));
        mkdirSync(join(dir, 'real'));
        symlinkSync('../real', join(dir, 'out/fw'));
      },
      /symbolic link to \.\.\/real/,
    ],
    [
      'DIR/<name> is a broken link',
      () => {
        mkdirSync(join(dir, 'out'));
        symlinkSync('../none', join(dir, 'out/fw'));
      },
      /symbolic link to \.\.\/none/,
    ],
    [
      'a folder is where a file goes',
      () => mkdirSync(join(dir, 'out/fw/a.c'), { recursive: true }),
      /a\.c is in the way/,
    ],
    ['a part of DIR is a file', () => writeFileSync(join(dir, 'file'), 'x'), /is a file, not a folder/, 'file/out'],
  ] as readonly [string, () => void, RegExp, string?][])('%s', async (_name, prepare, message, out = 'out') => {
    prepare();
    const before = readdirSync(dir, { recursive: true }).sort();
    expect(() => writeFiles(join(dir, out), 'fw', FIRST)).toThrow(message);
    expect(readdirSync(dir, { recursive: true }).sort()).toEqual(before);
  });

  test.each(['..', '.', '', 'a/b', '../x', 'a\\b', 'x\0'])('refuses the name %j', (name) => {
    expect(() => writeFiles(dir, name, FIRST)).toThrow(/no name for a folder/);
  });

  test('a folder full of someone else’s files is refused by name', () => {
    mkdirSync(join(dir, 'fw'));
    put('thesis.txt', 'x');
    expect(writeFiles(dir, 'fw', FIRST)).toMatchObject({ written: [], refused: ['thesis.txt'] });
    expect(tree()).toEqual(['thesis.txt']);
  });

  test('paths that leave the folder, or are one where case does not count, are a bug', () => {
    expect(() => writeFiles(dir, 'fw', set({ '../x': '' }))).toThrow(/unsafe/);
    expect(() => writeFiles(dir, 'fw', set({ 'a.c': '', 'A.c': '' }))).toThrow(/case/);
  });
});
