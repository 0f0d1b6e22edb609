/** Which file of the product imports which. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');
export const SOURCES = ['contract', 'document', 'generator', 'simulator', 'live', 'peer', 'values', 'scripts'];

/** `import … from`, `export … from`, `import(…)` and `import '…'`, of values and of types. */
const IMPORT = /(?:\bfrom\s+|\bimport\s*\(\s*|^import\s+)'([^']+)'/gm;

/** Of each TypeScript file what it imports: files by their path from the root, packages by their name. */
export function importsOfAll(): ReadonlyMap<string, readonly string[]> {
  const names = SOURCES.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => posix.join(folder, name)),
  );
  const files = names.filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'));
  return new Map(files.map((file) => [file, importsOf(file)]));
}

function importsOf(file: string): readonly string[] {
  const found = [...readFileSync(join(ROOT, file), 'utf8').matchAll(IMPORT)].map(([, name = '']) => name);
  return found.map((name) => (name.startsWith('.') ? posix.join(posix.dirname(file), name) : name));
}

/** All that can be reached from `start` along `next`; `start` itself only if a way leads back to it. */
export function reachable(start: string, next: (from: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...next(start)];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (found.has(at)) continue;
    found.add(at);
    open.push(...next(at));
  }
  return found;
}
