import { closeSync, openSync, readFileSync, rmSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from './system-error.ts';
import { WriteError } from './write-error.ts';

/** Names of the lock and of its guard, relative to the folder that they protect. */
export const LOCK_PATH = '.keepwire.lock';
export const GUARD_PATH = '.keepwire.lock.guard';

/** A folder is written within milliseconds; whoever waits longer than this is told instead. */
const PATIENCE_MS = 10_000;
const RETRY_MS = 20;
/** A lock taken on another machine, where no process can be asked, counts as left behind after this. */
const FOREIGN_STALE_MS = 60_000;
/** So does one whose owner was killed before it wrote its name. */
const NAMELESS_STALE_MS = 5_000;
/** And a guard after this, so that whoever is patient gets in. */
const GUARD_STALE_MS = 5_000;

export interface Lock {
  release(): void;
}

/**
 * Takes the only right to write into `folder`, which must exist; waits while another process has it.
 *
 * A lock left by a process that is gone is taken over. Only the holder of the guard file may remove another's lock,
 * so two processes that find the same dead lock cannot remove each other's new one.
 *
 * @throws {WriteError} when the lock stays taken; the message names the file.
 */
export async function lockFolder(folder: string): Promise<Lock> {
  const path = `${folder}/${LOCK_PATH}`;
  for (let waitedMs = 0; ; waitedMs += RETRY_MS) {
    if (tryCreate(path)) return { release: () => unlinkSync(path) };
    if (isStale(path)) removeStale(folder);
    if (waitedMs >= PATIENCE_MS) {
      throw new WriteError(
        `another keepwire is writing to ${folder}; if none is, delete ${path} and ${folder}/${GUARD_PATH}`,
      );
    }
    await sleep(RETRY_MS);
  }
}

function tryCreate(path: string): boolean {
  let file: number;
  try {
    file = openSync(path, 'wx');
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    writeSync(file, `${process.pid} ${hostname()}\n`);
  } catch (error) {
    rmSync(path, { force: true }); // on a full disk: a lock without an owner would never be released
    throw error;
  } finally {
    closeSync(file);
  }
  return true;
}

function isStale(path: string): boolean {
  try {
    const owner = /^(\d+) (.*)\n$/.exec(readFileSync(path, 'utf8'));
    if (owner?.[2] === hostname()) return !isAlive(Number(owner[1]));
    return Date.now() - statSync(path).mtimeMs > (owner === null ? NAMELESS_STALE_MS : FOREIGN_STALE_MS);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

function removeStale(folder: string): void {
  const guard = `${folder}/${GUARD_PATH}`;
  if (!tryCreate(guard)) {
    removeAged(guard);
    return;
  }
  try {
    const path = `${folder}/${LOCK_PATH}`;
    if (isStale(path)) rmSync(path, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
}

/**
 * A guard is held for less than a millisecond; one that is much older was left by a process that was killed. By its
 * age alone: to judge its owner and to remove it would take a guard of its own.
 */
function removeAged(guard: string): void {
  const status = statSync(guard, { throwIfNoEntry: false });
  if (status !== undefined && Date.now() - status.mtimeMs > GUARD_STALE_MS) rmSync(guard, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}
