import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** Where a folder on the way up may hold the schema: keepwire as a dependency, or keepwire itself. */
const PLACES = ['node_modules/keepwire/schemas/spec.schema.json', 'schemas/spec.schema.json'];
const ID = /"\$id": "urn:keepwire:spec:/;

/**
 * The path from a spec's folder to the nearest copy of the spec's schema, for the editor; with `/` on every system.
 * Null when no folder above has one.
 */
export function schemaPathFrom(file: string): string | null {
  const start = dirname(resolve(file));
  for (let folder = start; ; folder = dirname(folder)) {
    const found = PLACES.map((place) => join(folder, place)).find(isSchema);
    if (found !== undefined) {
      const path = relative(start, found).replaceAll('\\', '/');
      return path.startsWith('.') ? path : `./${path}`;
    }
    if (dirname(folder) === folder) return null;
  }
}

function isSchema(path: string): boolean {
  try {
    return ID.test(readFileSync(path, 'utf8'));
  } catch {
    return false;
  }
}
