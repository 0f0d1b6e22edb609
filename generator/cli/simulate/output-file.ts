import {
  accessSync,
  closeSync,
  constants,
  lstatSync,
  openSync,
  readSync,
  realpathSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { harmless } from '../../../document/words/printed.ts';
import { replaceFile, temporaryBeside, writeAll } from '../../files/replace.ts';
import { codeOf, isSystemError, meaningOf } from '../../files/system-error.ts';
import { WriteError } from '../../files/write-error.ts';
import { CliError } from '../cli-error.ts';

/** A kind of file that keepwire writes, and how an older one is recognized. */
export interface OutputKind {
  /** The bytes that every such file begins with. */
  readonly beginning: Uint8Array;
  /** Message ending for a file with another beginning: `no capture; give --pcap another name`. */
  readonly otherwise: string;
}

/**
 * Finds where a file will be written. This happens before the runs, which may take minutes. Follows links. Only an
 * older file of the same kind may be overwritten, because a mistyped path may name the spec.
 *
 * @throws {CliError} when the file is something else, for example a pipe or a device, which may block the writer for ever.
 * @throws {WriteError} when it cannot be written.
 */
export function checkOutput(path: string, kind: OutputKind): string {
  return guarded(path, () => {
    const target = targetOf(path);
    const present = statSync(target, { throwIfNoEntry: false });
    if (present !== undefined) checkPresent(path, target, present, kind);
    accessSync(`${dirname(target)}/.`, constants.W_OK);
    return target;
  });
}

function checkPresent(path: string, target: string, present: Stats, { beginning, otherwise }: OutputKind): void {
  if (present.isDirectory()) throw new CliError(2, `cannot write to ${harmless(path)}: this is a folder, not a file`);
  if (!present.isFile())
    throw new CliError(2, `cannot write to ${harmless(path)}: this is a pipe or a device, not a file`);
  accessSync(target, constants.W_OK);
  if (present.size > 0 && !beginsWith(target, beginning)) {
    throw new CliError(2, `${harmless(path)} is there already and is ${otherwise}`);
  }
}

/** The file that a path resolves to; it need not exist. */
function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    const link = lstatSync(path, { throwIfNoEntry: false });
    if (link !== undefined)
      throw new CliError(2, `cannot write to ${harmless(path)}: this is a link to what is not there`);
    return join(realpathSync(dirname(path)), basename(path));
  }
}

function beginsWith(path: string, beginning: Uint8Array): boolean {
  const bytes = Buffer.alloc(beginning.length);
  const file = openSync(path, 'r');
  try {
    readSync(file, bytes);
  } finally {
    closeSync(file);
  }
  return bytes.equals(beginning);
}

/**
 * Writes a file beside the old one and puts it in its place: whatever happens, one of the two is there, whole.
 *
 * @param fill writes the content, in pieces
 * @throws {CliError | WriteError} as {@link checkOutput} does, and when the disk is full.
 */
export function writeOutput(path: string, kind: OutputKind, fill: (write: (bytes: Uint8Array) => void) => void): void {
  const target = checkOutput(path, kind); // once more: somebody may have put a file there in the meantime
  guarded(path, () => {
    const mode = statSync(target, { throwIfNoEntry: false })?.mode;
    const options = mode === undefined ? {} : { mode: mode & 0o777 };
    replaceFile(target, (file) => fill((bytes) => writeAll(file, bytes)), options);
  });
}

/** A file without a name, which is gone with the process, however that ends; for what is too much for memory. */
export interface Scratch {
  write(bytes: Uint8Array): void;
  copyTo(write: (bytes: Uint8Array) => void): void;
  close(): void;
}

const COPY_BYTES = 1 << 20;

/**
 * Beside the file that it is for, where there is room if there is any.
 *
 * @throws {WriteError} which names that file.
 */
export function openScratch(path: string): Scratch {
  const file = guarded(path, () => {
    const name = temporaryBeside(targetOf(path));
    const opened = openSync(name, 'wx+');
    rmSync(name);
    return opened;
  });
  return {
    write: (bytes) => guarded(path, () => writeAll(file, bytes)),
    copyTo: (write) => {
      const piece = Buffer.alloc(COPY_BYTES);
      for (let at = 0; ; ) {
        const count = guarded(path, () => readSync(file, piece, 0, COPY_BYTES, at));
        if (count === 0) return;
        write(piece.subarray(0, count));
        at += count;
      }
    },
    close: () => closeSync(file),
  };
}

/** Reports system errors with the name that the user gave. */
function guarded<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw isSystemError(error) ? new WriteError(`cannot write to ${harmless(path)}: ${meaningOf(error)}`) : error;
  }
}
