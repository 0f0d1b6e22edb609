import { closeSync, openSync } from 'node:fs';
import type { CaptureFile } from '../../../live/session.ts';
import { writeAll } from '../../files/replace.ts';
import { asWriteError } from '../../files/write-error.ts';

/**
 * Opens a file for a capture and empties it; `checkCapture` says beforehand whether that is allowed. Other programs may
 * read it while it grows.
 *
 * @throws {WriteError} when it cannot be written, now or later.
 */
export function openCaptureFile(path: string): CaptureFile {
  const guarded = <Value>(act: () => Value): Value => {
    try {
      return act();
    } catch (error) {
      throw asWriteError(error, path);
    }
  };
  const file = guarded(() => openSync(path, 'w'));
  return {
    write: (bytes) => guarded(() => writeAll(file, bytes)),
    close: () => closeSync(file),
  };
}
