import { VERSION } from '../../firmware/version.generated.ts';
import type { FileSet, OutputFile } from '../files.ts';
import { Fields, rendererOf } from '../template.ts';
import { RENAMED_HEADERS, type RenamedHeader } from './renamed.ts';
import { usersSources } from './users-sources.ts';

/** A line that includes a header: its path is the second group. */
const INCLUDE = /^([ \t]*#[ \t]*include[ \t]*["<])(?:\.\/)?([\w.-]+)[">]/gm;

/**
 * `files`, and old headers for those files of the user's in `folder` (`DIR/<name>`) that include them: each holds
 * nothing but the new header. A header of the same name that is the user's own stays what it is.
 */
export function withForwarders(folder: string, name: string, files: FileSet): FileSet {
  const users = usersSources(folder, files);
  const included = new Set(users.flatMap(({ text }) => includedIn(text)));
  const present = new Set([...files, ...users].map(({ path }) => path));
  const wanted = RENAMED_HEADERS.filter(
    ({ old, header }) => included.has(old) && !present.has(old) && present.has(header),
  );
  return wanted.length === 0 ? files : [...files, ...wanted.map((renamed) => forwarder(name, renamed))];
}

/** The headers that a source includes, without folders. */
export function includedIn(text: string): readonly string[] {
  return [...text.matchAll(INCLUDE)].map(([, , header]) => header ?? '');
}

function forwarder(name: string, { old, header, aliases = [] }: RenamedHeader): OutputFile {
  const print = rendererOf(new Fields([{ name, keepwireVersion: VERSION, header, aliases }]));
  return { path: old, text: print('migration/forwarder.h'), layer: 'app', owner: 'keepwire' };
}
