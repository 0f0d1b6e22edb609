import { getSystemErrorMap } from 'node:util';

/** What Node throws when the system refuses something. */
export interface SystemError extends Error {
  /** For example `ENOENT`. */
  readonly code: string;
  readonly errno?: number;
  /** What was tried: `open`, `mkdir`… */
  readonly syscall?: string;
  readonly path?: string;
}

const MEANING: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'this is a folder, not a file',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'the path is too long',
  ENXIO: 'this is a device or socket that cannot be opened as a file',
  EINVAL: 'the path or what it names is not fit for this',
  EBUSY: 'it is in use',
  ETXTBSY: 'it is being executed',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EIO: 'the device reports an error',
  ERR_INVALID_ARG_VALUE: 'the path holds a NUL character',
};

export function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && typeof (error as Partial<SystemError>).code === 'string';
}

/** The code of a system error (`ENOENT`…), or null for anything else. */
export function codeOf(error: unknown): string | null {
  return isSystemError(error) ? error.code : null;
}

/** What a system error means, in words; as a part of a sentence. */
export function meaningOf(error: SystemError): string {
  return MEANING[error.code] ?? getSystemErrorMap().get(error.errno ?? 0)?.[1] ?? error.code;
}
