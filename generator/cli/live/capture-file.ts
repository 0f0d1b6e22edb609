import { closeSync, openSync } from 'node:fs';
import type { CaptureFile } from '../../../live/session.ts';
import { writeAll } from '../../files/replace.ts';
import { asWriteError } from '../../files/write-error.ts';
import { MOST_CAPTURED_BYTES } from '../simulate/captures.ts';

/**
 * Opens a file for a capture and empties it; `checkCapture` says beforehand whether that is allowed. Other programs may
 * read it while it grows. What does not fit is left out, and so is all that follows.
 *
 * @param tellFull gets a sentence when the file is full
 * @throws {WriteError} when it cannot be written, now or later.
 */
export function openCaptureFile(
  path: string,
  tellFull: (text: string) => void,
  mostBytes = MOST_CAPTURED_BYTES,
): CaptureFile {
  const guarded = <Value>(act: () => Value): Value => {
    try {
      return act();
    } catch (error) {
      throw asWriteError(error, path);
    }
  };
  const file = guarded(() => openSync(path, 'w'));
  let size = 0;
  const write = (bytes: Uint8Array): void => {
    if (size > mostBytes) return;
    size += bytes.length;
    if (size <= mostBytes) guarded(() => writeAll(file, bytes));
    else tellFull(`${path} is full: a capture holds at most ${mostBytes} bytes; the run goes on without it`);
  };
  return {
    write,
    close: () => closeSync(file),
  };
}
