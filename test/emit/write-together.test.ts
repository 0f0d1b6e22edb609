/** Two processes that write to one folder: the second one writes all of its files within the first one's run. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FileSet } from '../../generator/emit/files.ts';
import { writeFiles } from '../../generator/emit/write.ts';
import { WriteError } from '../../generator/files/write-error.ts';

/** Called once, before the given change of the disk. */
const second = vi.hoisted(() => ({ before: Number.POSITIVE_INFINITY, changes: 0, run: () => {} }));

const asAnotherProcess = vi.hoisted(() => (run: () => void) => {
  const own = process.pid;
  Object.defineProperty(process, 'pid', { value: process.ppid });
  run();
  Object.defineProperty(process, 'pid', { value: own });
});

vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  const counted = <F extends (...args: never[]) => unknown>(change: F) =>
    ((...args: Parameters<F>) => {
      if (++second.changes === second.before) asAnotherProcess(second.run);
      return change(...args);
    }) as unknown as F;
  return {
    ...real,
    mkdirSync: counted(real.mkdirSync),
    openSync: counted(real.openSync),
    readdirSync: counted(real.readdirSync),
    readFileSync: counted(real.readFileSync),
    renameSync: counted(real.renameSync),
    rmSync: counted(real.rmSync),
    rmdirSync: counted(real.rmdirSync),
    writeFileSync: counted(real.writeFileSync),
  };
});

const fs = await vi.importActual<typeof import('node:fs')>('node:fs');
let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(join(tmpdir(), 'together-'));
});
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

const set = (texts: Record<string, string>): FileSet =>
  Object.entries(texts).map(([path, text]) => ({
    path,
    text,
    layer: 'loop',
    owner: path === 'app.c' ? 'user' : 'keepwire',
  }));
const A = {
  'a.c': 'first a\n',
  'b.c': 'first b\n',
  'gone.c': 'first gone\n',
  'sub/x.c': 'first x\n',
  'app.c': 'mine\n',
};
const B = {
  'a.c': 'second a\n',
  'b.c': 'first b\n',
  'new.c': 'second new\n',
  'sub/x.c': 'second x\n',
  'app.c': 'other\n',
};
const C = { 'a.c': 'third a\n', 'new.c': 'third new\n', 'app.c': 'third\n' };

const EMPTY: Record<string, string> = {};

function tree(): Record<string, string> {
  const root = join(dir, 'fw');
  const paths = fs.readdirSync(root, { recursive: true, encoding: 'utf8' });
  const files = paths.filter((path) => fs.statSync(join(root, path)).isFile()).sort();
  return Object.fromEntries(files.map((path) => [path, fs.readFileSync(join(root, path), 'utf8')]));
}

function writeInto(before: Record<string, string> | null): void {
  fs.rmSync(join(dir, 'fw'), { recursive: true, force: true });
  if (before === EMPTY) fs.mkdirSync(join(dir, 'fw'));
  else if (before !== null) writeFiles(dir, 'fw', set(before));
}

/** True while the run was long enough for the second one to take place in it. */
function writeWithSecond(texts: Record<string, string>, point: number, run: () => void): boolean {
  Object.assign(second, { before: point, changes: 0, run });
  try {
    expect(writeFiles(dir, 'fw', set(texts)).refused).toEqual([]);
  } finally {
    second.before = Number.POSITIVE_INFINITY;
  }
  return second.changes >= point;
}

test.each([
  // A folder for the new one, one in it, five files, the manifest, the new folder's name.
  ['into no folder', null, 9],
  ['into an empty folder', EMPTY, 15],
  ['over what an earlier run wrote', A, 15],
])('the same files %s: both succeed, and all is as if there had been one', (_name, before, least) => {
  writeInto(before);
  writeFiles(dir, 'fw', set(B));
  const wanted = tree();
  for (let point = 1; ; point++) {
    writeInto(before);
    const took = writeWithSecond(B, point, () => expect(writeFiles(dir, 'fw', set(B)).refused).toEqual([]));
    expect(tree(), `the second one before change ${point}`).toEqual(wanted);
    expect(fs.readdirSync(dir)).toEqual(['fw']);
    if (took) continue;
    expect(point).toBeGreaterThan(least);
    return;
  }
});

test('different files: the user’s file is safe, each file is whole, and --force brings one of the two about', () => {
  for (let point = 1; ; point++) {
    writeInto(A);
    const took = writeBoth(point);
    const [texts, found] = [[A, B, C].flatMap((it) => Object.values(it)), tree()];
    for (const [path, text] of Object.entries(found)) if (path !== '.keepwire.json') expect(texts).toContain(text);
    expect(found['app.c']).toBe('mine\n');
    expect(writeFiles(dir, 'fw', set(B), { force: true }).refused).toEqual([]);
    expect(tree()).toMatchObject({ ...B, 'app.c': 'mine\n' });
    if (!took) return;
  }
});

/** Either may find the other's files and refuse, or lose a folder to the other and say so. */
function writeBoth(point: number): boolean {
  Object.assign(second, { before: point, changes: 0, run: () => writeOrSay(C) });
  writeOrSay(B);
  second.before = Number.POSITIVE_INFINITY;
  return second.changes >= point;
}

function writeOrSay(texts: Record<string, string>): void {
  try {
    writeFiles(dir, 'fw', set(texts));
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
  }
}
