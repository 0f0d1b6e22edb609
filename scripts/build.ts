/**
 * Builds `dist/`: the command line and the simulator as bundles of ECMAScript modules, and the templates compiled.
 *
 * `dist/keepwire.js` is the entry, which checks the version of Node; `dist/main.mjs` is the command line, which loads other
 * modules when a command needs them; `dist/live-worker.mjs` is the thread of `keepwire run`; `dist/simulator.mjs` is the public
 * API, its declarations beside it.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
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

const common = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20.19',
  mainFields: ['module', 'main'],
  // Loaded only by the commands that run compilers; they bring files of their own.
  external: ['execa', '@yowasp/clang'],
  logLevel: 'warning',
  legalComments: 'none',
} as const satisfies BuildOptions;

await build({
  ...common,
  entryPoints: {
    main: 'generator/cli/main.ts',
    'live-worker': 'live/worker.ts',
    simulator: 'simulator/index.ts',
  },
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  splitting: true,
  format: 'esm',
  plugins: [asciiWidth],
});
await build({
  ...common,
  entryPoints: { keepwire: 'generator/cli/entry.ts' },
  format: 'esm',
  // Older versions of Node must parse the entry, or they could not print what it says to them.
  target: 'node14',
  define: { NODE_RANGE: JSON.stringify(JSON.parse(readFileSync(`${root}package.json`, 'utf8')).engines.node) },
  banner: { js: '#!/usr/bin/env node' },
});
declareTypes();
chmodSync(`${root}dist/keepwire.js`, 0o755);

/** The declarations of the public API, found by TypeScript beside the bundle of the same name. */
function declareTypes(): void {
  const compiler = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
  const args = [compiler, '-p', `${root}scripts/tsconfig.types.json`];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) throw new Error('the declarations of keepwire/simulator could not be written');
  writeFileSync(`${root}dist/types/package.json`, '{ "type": "module" }\n');
  writeFileSync(`${root}dist/simulator.d.mts`, "export * from './types/simulator/index.js';\n");
}
