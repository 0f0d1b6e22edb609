/**
 * The output folder is not one that keepwire may or can write to: it is a file, a symbolic link, not writable, or in
 * use by another process. The message names the path and what to do. Nothing of the user's was changed.
 */
export class WriteError extends Error {
  override readonly name = 'WriteError';
}

interface SystemError extends Error {
  readonly code: string;
  readonly path?: string;
}

const MEANING: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'there is no such folder',
  ENOTDIR: 'a part of the path is a file, not a folder',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'the path is too long',
};

function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && typeof (error as Partial<SystemError>).code === 'string';
}

/** The code of a file system error (`ENOENT`…), or null for anything else. */
export function codeOf(error: unknown): string | null {
  return isSystemError(error) ? error.code : null;
}

/** Turns what the file system says about `path` into a {@link WriteError}; anything else passes unchanged. */
export function asWriteError(error: unknown, path: string): unknown {
  if (!isSystemError(error)) return error;
  const meaning = MEANING[error.code] ?? error.message;
  return new WriteError(`cannot write to ${error.path ?? path}: ${meaning}`);
}
