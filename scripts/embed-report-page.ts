/** Writes the report page's script and style sheet into a TypeScript module; a test holds it fresh. Run with tsx. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const HTML = fileURLToPath(new URL('../simulator/report/html/', import.meta.url));

/** The module's text, made from the files in page/ as they are now. */
export async function embeddedReportPage(): Promise<string> {
  const [script, style] = await Promise.all([bundled('main.ts'), bundled('style.css')]);
  // In a script element nothing may look like its end, or like the beginning of a comment.
  if (/<\/script|<!--|<\/style/i.test(script + style)) throw new Error('the page cannot hold its own script');
  return [
    '// Made from the files in page/ by scripts/embed-report-page.ts; not to be edited.',
    `export const PAGE_SCRIPT = ${JSON.stringify(script)};`,
    `export const PAGE_STYLE = ${JSON.stringify(style)};`,
    '',
  ].join('\n');
}

async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: HTML,
    entryPoints: [`page/${entry}`],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: ['es2022', 'chrome109', 'firefox115', 'safari16.4'],
    charset: 'utf8',
    legalComments: 'none',
  });
  return outputFiles[0]?.text.trim() ?? '';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(`${HTML}page.generated.ts`, await embeddedReportPage());
}
