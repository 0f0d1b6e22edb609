import { createTwoFilesPatch } from 'diff';

/** Generated texts by path. */
export type Files = ReadonlyMap<string, string>;

/** What a diff compares a file with: its name there, and its text. */
export interface Before {
  readonly name: string;
  readonly text: string;
}

/** What sets `files` apart, file by file, as unified diffs for the reviewer of a change. A file without a before is new. */
export function diffOf(before: ReadonlyMap<string, Before>, files: Files): string {
  return [...files]
    .filter(([path, text]) => before.get(path)?.text !== text)
    .map(([path, text]) => {
      const { name, text: old } = before.get(path) ?? { name: '/dev/null', text: '' };
      return createTwoFilesPatch(name, path, old, text, undefined, undefined, { context: 2 });
    })
    .join('');
}
