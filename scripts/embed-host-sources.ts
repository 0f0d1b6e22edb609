/** Writes the host engine's C files into a TypeScript module; a test holds it fresh. Run with tsx. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HOST = fileURLToPath(new URL('../simulator/engine/host/', import.meta.url));

/** The module's text, made from the C files as they are now. */
export function embeddedHostSources(): string {
  const folder = join(HOST, 'c');
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.[ch]$/.test(path))
    .sort();
  const rows = paths.map((path) => {
    const text = readFileSync(join(folder, path), 'utf8').replaceAll('\r\n', '\n');
    return `  ${JSON.stringify(path)}: ${JSON.stringify(text)},\n`;
  });
  return `// Made from the files in c/ by scripts/embed-host-sources.ts; not to be edited.\nexport const HOST_SOURCES: Readonly<Record<string, string>> = {\n${rows.join('')}};\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(join(HOST, 'sources.generated.ts'), embeddedHostSources());
}
