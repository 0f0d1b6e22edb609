import type { WriteOutcome } from '../emit/write.ts';
import { type ChangedDefault, changedDefaults } from '../firmware/defaults.ts';
import { givenPointers } from '../input/index.ts';
import type { Io } from './io.ts';
import type { NamedSpec } from './read-specs.ts';

/** The defaults that changed since the folder was written, of keys that the spec leaves out. */
export function changedSince(
  { writtenBy }: WriteOutcome,
  { text, spec }: Pick<NamedSpec, 'text' | 'spec'>,
): readonly ChangedDefault[] {
  return writtenBy === null ? [] : changedDefaults(writtenBy, givenPointers(text), spec.sockets.length);
}

/** Printed once: after that, the folder is of this version. */
export function printChangedDefaults({ writtenBy }: WriteOutcome, changed: readonly ChangedDefault[], io: Io): void {
  if (changed.length === 0) return;
  io.out(`Defaults that changed since version ${writtenBy}. To keep an old value, give it in the spec:`);
  const width = Math.max(...changed.map(({ pointer }) => pointer.length));
  for (const { pointer, was, now } of changed) io.out(`  ${pointer.padEnd(width)}  ${was} -> ${now}`);
}
