/**
 * Compiles the Handlebars templates below `templates/` to one module that needs the Handlebars runtime only.
 * Run as a script it writes `generator/emit/templates.generated.js`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';

const OPTIONS = { noEscape: true, strict: true, knownHelpersOnly: true, preventIndent: true } as const;

/**
 * The place of each expression in its template. Handlebars repeats it at each use, for messages that nobody sees: a view
 * that lacks a field is reported before. Without it the code is half as long, and loads faster.
 */
const PLACE = /\{"start":\{"line":\d+,"column":\d+\},"end":\{"line":\d+,"column":\d+\}\}/g;

/** The text of the module: `TEMPLATES` by path without `.hbs`, `PARTIALS` being those that others include. */
export function precompileTemplates(dir: string): string {
  const paths = readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.hbs'))
    .sort();
  const sources = new Map(paths.map((path) => [path.slice(0, -'.hbs'.length), readFileSync(join(dir, path), 'utf8')]));
  const included = new Set(
    [...sources.values()].flatMap((text) => [...text.matchAll(/\{\{> ([\w/.-]+)\}\}/g)].map((m) => m[1])),
  );
  const entries = [...sources].map(
    ([name, text]) =>
      `  ${JSON.stringify(name)}: ${String(Handlebars.precompile(text, OPTIONS)).replaceAll(PLACE, '0')},`,
  );
  const partials = [...included].sort().map((name) => `  ${JSON.stringify(name)}: TEMPLATES[${JSON.stringify(name)}],`);
  return [
    '// Written by scripts/templates.ts from templates/. Do not edit.',
    'export const TEMPLATES = {',
    ...entries,
    '};',
    'export const PARTIALS = {',
    ...partials,
    '};',
    '',
  ].join('\n');
}

const root = fileURLToPath(new URL('..', import.meta.url));
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(join(root, 'generator/emit/templates.generated.js'), precompileTemplates(join(root, 'templates')));
}
