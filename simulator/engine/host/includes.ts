const INCLUDE = /^[ \t]*#[ \t]*include[ \t]*["<]([^">\n]+)[">]/gm;

/**
 * The names of all files of `files` that `name` includes, directly or not, itself first. Conditional compilation is
 * ignored: additional files do no harm in either use, cache keys and the search for hardware headers.
 */
export function includeClosure(name: string, files: ReadonlyMap<string, string>): readonly string[] {
  const found = new Set<string>([name]);
  for (const file of found) {
    for (const [, included] of (files.get(file) ?? '').matchAll(INCLUDE)) {
      if (included !== undefined && files.has(included)) found.add(included);
    }
  }
  return [...found];
}
