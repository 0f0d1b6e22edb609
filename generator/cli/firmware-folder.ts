import { dirname, join } from 'node:path';
import type { Spec } from '../input/index.ts';
import type { Args } from './options.ts';

const DEFAULT_FOLDER = 'out';

/**
 * The folder that holds the firmware's own, for every command: that of the command line, else the spec's, which is
 * relative to the spec's file.
 */
export function firmwareFolder(
  { out }: Pick<Args, 'out'>,
  { file, spec }: { readonly file: string; readonly spec: Spec },
): string {
  return out ?? (spec.out === null ? DEFAULT_FOLDER : join(dirname(file), spec.out));
}
