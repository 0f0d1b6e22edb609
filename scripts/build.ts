/**
 * Builds `dist/`: the command line and the simulator as bundles of ECMAScript modules, and the templates compiled.
 *
 * What every start needs is small and in one piece; everything else is a module of its own, loaded when a command
 * asks for it.
 */
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { precompileTemplates } from './templates.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * yargs measures the width of its help texts with `string-width`, whose regular expressions take 25 ms to compile at
 * every start. Our help is ASCII, where the width is the length.
 */
const asciiWidth: Plugin = {
  name: 'ascii-width',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^string-width$/ }, () => ({ path: 'string-width', namespace: 'ascii-width' }));
    onLoad({ filter: /.*/, namespace: 'ascii-width' }, () => ({ contents: 'export default (text) => text.length;' }));
  },
};

function writeIfChanged(path: string, text: string): void {
  let present: string | null = null;
  try {
    present = readFileSync(path, 'utf8');
  } catch {
    // Not there yet.
  }
  if (present !== text) writeFileSync(path, text);
}

writeIfChanged(`${root}generator/emit/templates.generated.js`, precompileTemplates(`${root}templates`));
rmSync(`${root}dist`, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: { keepwire: 'generator/cli/keepwire.ts', simulator: 'simulator/index.ts' },
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  mainFields: ['module', 'main'],
  loader: { '.c': 'text', '.h': 'text' },
  // Loaded only by the commands that run compilers; they bring files of their own.
  external: ['execa', '@yowasp/clang'],
  plugins: [asciiWidth],
  logLevel: 'warning',
  legalComments: 'linked',
});
chmodSync(`${root}dist/keepwire.js`, 0o755);
