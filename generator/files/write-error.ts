import { isSystemError, meaningOf } from './system-error.ts';

/**
 * The output folder is not one that keepwire may or can write to: it is a file, a symbolic link, not writable, or in
 * use by another process. The message names the path and what to do. Nothing of the user's was changed.
 */
export class WriteError extends Error {
  override readonly name = 'WriteError';
}

/** Turns what the file system says about `path` into a {@link WriteError}; anything else passes unchanged. */
export function asWriteError(error: unknown, path: string): unknown {
  if (!isSystemError(error)) return error;
  return new WriteError(`cannot write to ${error.path ?? path}: ${meaningOf(error)}`);
}
