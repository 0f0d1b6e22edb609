import { closeSync, openSync } from 'node:fs';
import { writeAll } from '../generator/cli/simulate/output-file.ts';
import { asWriteError } from '../generator/emit/write-error.ts';
import type { TimelineEvent } from '../simulator/timeline.ts';
import { captureStart, createCaptureBlocks } from './capture.ts';

export interface CaptureFile {
  /** What is written can be read by others at once. */
  write(events: readonly TimelineEvent[]): void;
  close(): void;
}

/**
 * Opens a capture that grows while it is taken. A file of that name is written over: see `checkCapture`.
 *
 * @throws {WriteError} when it cannot be written.
 */
export function openCapture(path: string): CaptureFile {
  const blockOf = createCaptureBlocks();
  let file: number;
  try {
    file = openSync(path, 'w');
  } catch (error) {
    throw asWriteError(error, path);
  }
  const append = (blocks: readonly Uint8Array[]): void => {
    try {
      if (blocks.length > 0) writeAll(file, Buffer.concat(blocks));
    } catch (error) {
      throw asWriteError(error, path);
    }
  };
  append(captureStart());
  return {
    write: (events) => append(events.flatMap((event) => blockOf(event) ?? [])),
    close: () => closeSync(file),
  };
}
