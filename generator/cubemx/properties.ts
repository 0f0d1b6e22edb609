import { excerpt, printed } from '../../document/words/printed.ts';
import { type Fact, type FileReading, refused, type SourcePlace } from './fact.ts';
import { unescaped } from './unescaped.ts';

/** One `key=value` line; `at` is where the key begins. */
export type IocEntry = Fact<string> & { readonly key: string };

/** The lines of an `.ioc` file, by key, in the order of the file. */
export type IocEntries = ReadonlyMap<string, IocEntry>;

/** The largest of ST's own board files has 209 KB and some 5,000 lines. */
const LARGEST_CHARACTERS = 1_048_576;
const MOST_LINES = 20_000;

/** What no text editor writes: control characters but tab and the ends of lines, and what decoding could not read. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const NOT_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/;

/** Java's properties, as CubeMX writes them: a key ends at the first `=` that has no backslash before it. */
const LINE = /^((?:[^\\=]|\\.)*)=(.*)$/su;

/**
 * Splits the text of an `.ioc` file into its lines.
 *
 * @returns the entries, or the first thing that no `.ioc` file has: binary data, a line without `=`, a key twice.
 */
export function readProperties(file: string, text: string): FileReading<IocEntries> {
  const start = { file, line: 1, column: 1 };
  if (text.length > LARGEST_CHARACTERS) {
    const message = `Found ${text.length} characters. Allowed: ${LARGEST_CHARACTERS}. An .ioc file has far less; this is another file.`;
    return refused(start, 'size', message);
  }
  const entries = new Map<string, IocEntry>();
  let line = 0;
  for (const source of withoutMark(text).split('\n')) {
    line += 1;
    if (line > MOST_LINES) return tooMany({ file, line, column: 1 });
    const reading = entryOf(source.endsWith('\r') ? source.slice(0, -1) : source, { file, line, column: 1 });
    if (!reading.ok) return reading;
    const entry = reading.value;
    if (entry === null) continue;
    const first = entries.get(entry.key);
    if (first !== undefined) return twice(entry, first);
    entries.set(entry.key, entry);
  }
  return { ok: true, value: entries };
}

function tooMany(at: SourcePlace): FileReading<never> {
  const message = `Found more than ${MOST_LINES} lines. An .ioc file has far fewer; this is another file.`;
  return refused(at, 'size', message);
}

function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** Null for an empty line and for a comment. */
function entryOf(source: string, at: SourcePlace): FileReading<IocEntry | null> {
  const binary = source.search(NOT_TEXT);
  if (binary >= 0) {
    const message = 'Found a byte that is no text in UTF-8. Allowed: the .ioc file as STM32CubeMX saves it.';
    return refused({ ...at, column: binary + 1 }, 'text', message);
  }
  if (source.trim() === '' || source.startsWith('#')) return { ok: true, value: null };
  const [, key, value] = LINE.exec(source) ?? [];
  if (key === undefined || value === undefined) {
    const message = `Found "${excerpt(source)}", which is no line of the form key=value. The file is cut off or damaged, or STM32CubeMX did not write it. Save the project in STM32CubeMX again.`;
    return refused(at, 'line', message);
  }
  return { ok: true, value: { key: unescaped(key), value: unescaped(value), at, origin: 'ioc' } };
}

function twice(entry: IocEntry, first: IocEntry): FileReading<never> {
  const message = `Found the key ${printed(entry.key)} again; it is in line ${first.at.line} already. Only one of them can be meant, for example after a merge: delete the other, or save the project in STM32CubeMX again.`;
  return refused(entry.at, 'duplicate-key', message);
}
