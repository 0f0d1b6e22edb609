/** Which files have changed between two looks at them. */
import { harmless } from '../../../../document/words/printed.ts';

/** By path: what differs when the file differs. */
export type Stamps = ReadonlyMap<string, string>;

export interface Changes {
  readonly changed: readonly string[];
  readonly added: readonly string[];
  readonly gone: readonly string[];
}

/** Null: nothing has changed. */
export function changesBetween(before: Stamps, now: Stamps): Changes | null {
  const changed = [...now].flatMap(([path, stamp]) => (before.has(path) && before.get(path) !== stamp ? [path] : []));
  const added = [...now.keys()].filter((path) => !before.has(path));
  const gone = [...before.keys()].filter((path) => !now.has(path));
  return changed.length + added.length + gone.length === 0 ? null : { changed, added, gone };
}

export function changesText({ changed, added, gone }: Changes): string {
  const parts = [
    ['changed', changed],
    ['new', added],
    ['gone', gone],
  ] as const;
  const told = parts.flatMap(([word, paths]) => (paths.length === 0 ? [] : [`${word}: ${harmless(paths.join(', '))}`]));
  return told.join('; ');
}
