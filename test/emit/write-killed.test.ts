import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FileSet } from '../../generator/emit/files.ts';
import { removeAbandonedFolders, writeFiles } from '../../generator/emit/write.ts';

/** Stands for SIGKILL: from the given change of the disk on, nothing this process does reaches the disk any more. */
const death = vi.hoisted(() => ({ after: Number.POSITIVE_INFINITY, changes: 0 }));
class Killed extends Error {}

vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  const alive = (): boolean => ++death.changes <= death.after;
  const mortal = <F extends (...args: never[]) => unknown>(
    change: F,
    last: (...args: Parameters<F>) => void = () => {},
  ) =>
    ((...args: Parameters<F>) => {
      if (alive()) return change(...args);
      if (death.changes === death.after + 1) last(...args);
      throw new Killed();
    }) as unknown as F;
  return {
    ...real,
    mkdirSync: mortal(real.mkdirSync),
    openSync: mortal(real.openSync),
    renameSync: mortal(real.renameSync),
    rmSync: mortal(real.rmSync),
    rmdirSync: mortal(real.rmdirSync),
    // Killed within a write: half of it is on the disk.
    writeFileSync: mortal(real.writeFileSync as (path: string, text: string) => void, (path, text) => {
      real.writeFileSync(path, text.slice(0, text.length / 2));
    }),
    writeSync: mortal(real.writeSync as (file: number, bytes: Uint8Array) => number, (file, bytes) => {
      real.writeSync(file, bytes.subarray(0, bytes.length / 2));
    }),
  };
});

const fs = await vi.importActual<typeof import('node:fs')>('node:fs');
let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(join(tmpdir(), 'killed-'));
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
const C = { 'a.c': 'third a\n', 'new.c': 'third new\n' };

/** All files but keepwire's own bookkeeping. */
function tree(): Record<string, string> {
  const root = join(dir, 'fw');
  const paths = fs.existsSync(root) ? fs.readdirSync(root, { recursive: true, encoding: 'utf8' }) : [];
  const files = paths.filter((path) => !/\.keepwire/.test(path) && fs.statSync(join(root, path)).isFile());
  return Object.fromEntries(files.sort().map((path) => [path, fs.readFileSync(join(root, path), 'utf8')]));
}

function writeUntilKilled(texts: Record<string, string>, after: number): boolean {
  Object.assign(death, { after, changes: 0 });
  try {
    writeFiles(dir, 'fw', set(texts));
    return false;
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    return true;
  } finally {
    death.after = Number.POSITIVE_INFINITY;
  }
}

const EMPTY: Record<string, string> = {};
const MOST = 200;

/** @param before null: no folder */
function prepare(before: Record<string, string> | null): void {
  fs.rmSync(join(dir, 'fw'), { recursive: true, force: true });
  if (before === EMPTY) fs.mkdirSync(join(dir, 'fw'));
  else if (before !== null) writeFiles(dir, 'fw', set(before));
}

test.each([
  // A folder for the new one, one in it, five files, the manifest, the new folder's name.
  ['a first run', null, A, 9],
  ['a first run into an empty folder', EMPTY, A, 15],
  ['an update', A, B, 15],
])(
  '%s killed at any change of the disk leaves whole files, and the next run goes on',
  (_name, before, after, least) => {
    let kills = 0;
    for (let point = 0; point < MOST; point++) {
      for (const next of [after, C]) {
        prepare(before);
        const killed = writeUntilKilled(after, point);
        for (const [path, text] of Object.entries(tree())) {
          const whole = [(before as Record<string, string> | null)?.[path], (after as Record<string, string>)[path]];
          expect(whole, `${path} after ${point} changes`).toContain(text);
        }
        removeAbandonedFolders(dir);
        const outcome = writeFiles(dir, 'fw', set(next));
        expect(outcome.refused, `refused after ${point} changes`).toEqual([]);
        const mine = tree()['app.c'];
        expect(tree()).toEqual({ ...next, ...(mine === undefined ? {} : { 'app.c': mine }) });
        expect(fs.readdirSync(join(dir, 'fw')).filter((name) => name.startsWith('.'))).toEqual(['.keepwire.json']);
        expect(fs.readdirSync(dir)).toEqual(['fw']);
        if (before === A) expect(mine).toBe('mine\n');
        if (!killed) {
          expect(kills).toBeGreaterThanOrEqual(2 * least);
          return;
        }
        kills++;
      }
    }
    throw new Error('the run never ended');
  },
);

test('a first run killed at any change of the disk leaves no folder, or a finished one', () => {
  for (let point = 0; ; point++) {
    fs.rmSync(dir, { recursive: true, force: true });
    fs.mkdirSync(dir);
    const killed = writeUntilKilled(A, point);
    if (fs.existsSync(join(dir, 'fw'))) expect(tree()).toEqual(A);
    if (!killed) return;
  }
});

test('a manifest never claims a file that was not written', () => {
  for (let point = 0; ; point++) {
    prepare(EMPTY);
    const killed = writeUntilKilled(A, point);
    const path = join(dir, 'fw/.keepwire.json');
    const files: object = fs.existsSync(path) ? JSON.parse(fs.readFileSync(path, 'utf8')).files : {};
    for (const name of Object.keys(files)) expect(tree()).toHaveProperty([name]);
    if (!killed) return;
  }
});
