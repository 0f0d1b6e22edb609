import { LiveError } from '../../../live/network/live-error.ts';
import { CliError } from '../cli-error.ts';

const EXIT_CODES = { usage: 2, environment: 1, 'missing-tool': 3 } as const satisfies Record<LiveError['kind'], number>;

/** An error of `live` with its exit code; anything else unchanged. */
export function asCliError(error: unknown): unknown {
  return error instanceof LiveError ? new CliError(EXIT_CODES[error.kind], error.message) : error;
}
