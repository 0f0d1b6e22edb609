/**
 * Writes the version of package.json as a constant, which also a browser can import.
 * Run with `npx tsx scripts/generate-version.ts`; a test holds the committed file fresh.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../', import.meta.url);

export const VERSION_PATH = 'generator/firmware/version.generated.ts';

export function versionModule(): string {
  const { version } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as { readonly version: string };
  return `/** Written by scripts/generate-version.ts from package.json. Do not edit. */\nexport const VERSION = '${version}';\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(new URL(VERSION_PATH, ROOT), versionModule());
