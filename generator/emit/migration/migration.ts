import type { FileSet } from '../files.ts';
import type { Manifest } from '../manifest.ts';
import { includedIn } from './forwarders.ts';
import { RENAMED_HEADERS, RENAMED_SOURCES } from './renamed.ts';
import { usersSources } from './users-sources.ts';

/** What changes for the user's own files when a folder of version 0.1 is generated anew. */
export interface Migration {
  /** Sources that version 0.1 wrote, and what takes their place in a list of sources. */
  readonly sources: readonly { readonly old: string; readonly now: readonly string[] }[];
  /** Lines of the user's files that include an old header. */
  readonly includes: readonly {
    readonly path: string;
    readonly line: number;
    readonly old: string;
    readonly now: string;
  }[];
}

/** Null: the folder is new, or was written by a version that has today's names. */
export function migrationOf(folder: string, files: FileSet, manifest: Manifest): Migration | null {
  if (manifest.version !== null || manifest.files.size === 0) return null;
  const now = new Set(files.map(({ path }) => path));
  const sources = RENAMED_SOURCES.filter(([old]) => manifest.files.has(old));
  return {
    sources: sources.map(([old, names]) => ({ old, now: names.filter((name) => now.has(name)) })),
    includes: usersSources(folder, files).flatMap(({ path, text }) => includesOf(path, text, now)),
  };
}

function includesOf(path: string, text: string, now: ReadonlySet<string>): Migration['includes'] {
  return text.split('\n').flatMap((content, index) => {
    const [old] = includedIn(content);
    const renamed = RENAMED_HEADERS.find((row) => row.old === old && now.has(row.header));
    return renamed === undefined ? [] : [{ path, line: index + 1, old: renamed.old, now: renamed.header }];
  });
}
