import { closeSync, fchmodSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf } from './system-error.ts';

export interface ReplaceOptions {
  /** Permissions of the new file; those that the process gives to new files by default. */
  readonly mode?: number;
  /** Flushes the content to disk before it replaces the old file: for a file that cannot be made again. */
  readonly durable?: boolean;
  /** Called when the content is written, before it takes the place of the old one; what it throws ends the replacement. */
  readonly before?: () => void;
}

/**
 * Writes a file beside `target` and renames it: whatever happens, the old content or the new one is there, whole. A link
 * at `target` is replaced, not followed.
 *
 * @param fill writes the content to the open file, in pieces
 * @throws what the system says, and what `fill` and `before` throw; `target` is then as it was.
 */
export function replaceFile(target: string, fill: (file: number) => void, options: ReplaceOptions = {}): void {
  const temporary = temporaryBeside(target);
  const file = openSync(temporary, 'wx');
  try {
    try {
      if (options.mode !== undefined) fchmodSync(file, options.mode);
      fill(file);
      if (options.durable === true) fsyncSync(file);
    } finally {
      closeSync(file);
    }
    options.before?.();
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** All of it: the system may take less at once. */
export function writeAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}

/** For all texts, one after the other: a new buffer for each of many files takes longer than to write them. */
const encoded = Buffer.allocUnsafe(65_536);
/** UTF-8 needs at most so many bytes for a UTF-16 unit. */
const MOST_BYTES_PER_UNIT = 3;

export function writeText(file: number, text: string): void {
  const isShort = text.length * MOST_BYTES_PER_UNIT <= encoded.length;
  writeAll(file, isShort ? encoded.subarray(0, encoded.write(text)) : Buffer.from(text));
}

let temporaries = 0;

/** A new name in the folder of `target`. Short, for the file's own name may be as long as names can be. */
export function temporaryBeside(target: string): string {
  return `${dirname(target)}/.keepwire-${process.pid}-${temporaries++}`;
}

const TEMPORARY = /^\.keepwire-(\d+)-\d+$/;

/** Removes the temporary files and folders of killed processes from a folder; nothing happens where there is no folder. */
export function removeAbandoned(folder: string): void {
  for (const name of namesIn(folder)) {
    const pid = Number(TEMPORARY.exec(name)?.[1] ?? Number.NaN);
    // This process has none open between two replacements.
    if (pid === process.pid || (pid > 0 && !isAlive(pid))) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}
