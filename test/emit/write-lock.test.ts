import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFolder } from '../../generator/emit/write-lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const deadPid = spawnSync(process.execPath, ['-e', '']).pid;

test('a process killed while it took over a stale lock does not keep the folder locked', async () => {
  for (const name of ['.keepwire.lock', '.keepwire.lock.guard']) {
    writeFileSync(join(folder, name), `${deadPid} ${hostname()}\n`);
    utimesSync(join(folder, name), 1, 1);
  }
  const lock = await lockFolder(folder);
  expect(existsSync(join(folder, '.keepwire.lock.guard'))).toBe(false);
  lock.release();
});

test('a guard that somebody holds now is respected', async () => {
  writeFileSync(join(folder, '.keepwire.lock'), `${deadPid} ${hostname()}\n`);
  writeFileSync(join(folder, '.keepwire.lock.guard'), `${process.pid} ${hostname()}\n`);
  setTimeout(() => rmSync(join(folder, '.keepwire.lock.guard')), 300);
  const startMs = performance.now();
  const lock = await lockFolder(folder);
  expect(performance.now() - startMs).toBeGreaterThan(250);
  lock.release();
});
