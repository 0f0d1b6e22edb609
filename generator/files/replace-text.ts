import { accessSync, constants, lstatSync, readFileSync, realpathSync } from 'node:fs';
import { replaceFile, writeText } from './replace.ts';
import { asWriteError, WriteError } from './write-error.ts';

/**
 * Puts `text` in place of a file of the user's that still holds `before`: whole or not at all, with the same
 * permissions, behind the same links. Both versions are on the disk before one takes the other's place.
 *
 * @throws {WriteError} when that cannot be, or when somebody else has changed the file meanwhile; it is then as it was.
 */
export function replaceText(path: string, before: string, text: string): void {
  try {
    replace(realpathSync(path), path, before, text);
  } catch (error) {
    throw asWriteError(error, path);
  }
}

function replace(target: string, path: string, before: string, text: string): void {
  const status = lstatSync(target);
  if (!status.isFile()) throw new WriteError(`cannot write to ${path}: this is a pipe or a device, not a file`);
  if (status.nlink > 1) {
    throw new WriteError(`cannot write to ${path}: the file has ${status.nlink} names (hard links), which would part`);
  }
  accessSync(target, constants.W_OK); // a folder that may be written to would let a protected file be replaced
  replaceFile(target, (file) => writeText(file, text), {
    mode: status.mode & 0o7777,
    durable: true,
    before: () => {
      if (readFileSync(target, 'utf8') === before) return;
      throw new WriteError(`${path} was changed meanwhile: nothing was written; run the command again`);
    },
  });
}
