/**
 * Builds `dist/`: the command line and the simulator as bundles of ECMAScript modules, and the templates compiled.
 *
 * `dist/keepwire.js` starts `dist/quick.js`, what the quick commands need in one piece; `dist/full.mjs` the whole command line, in
 * modules that are loaded when a command asks for them; `dist/live-worker.mjs` the thread of `keepwire run`; `dist/simulator.mjs` is the public API, its declarations beside it.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/**
 * The commands that are not part of the quick entry stay modules of their own. Code that V8 takes from its cache cannot
 * import, so `generator/cli/start.ts` does it and hands over `loadFull`.
 */
const fullApart: Plugin = {
  name: 'full-apart',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/full\.ts$/ }, () => ({ path: 'full', namespace: 'full-apart' }));
    const contents = 'export const full = async (argv, io) => (await loadFull()).full(argv, io);';
    onLoad({ filter: /.*/, namespace: 'full-apart' }, () => ({ contents }));
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
    full: 'generator/cli/full.ts',
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
  entryPoints: { quick: 'generator/cli/keepwire.ts' },
  format: 'cjs',
  // An expression, for `generator/cli/start.ts` to call with its own `require`; in ASCII, which V8 holds in half the space.
  banner: { js: '(function (require, loadFull) {' },
  footer: { js: '})' },
  charset: 'ascii',
  plugins: [fullApart],
});
await build({
  ...common,
  entryPoints: { keepwire: 'generator/cli/start.ts' },
  format: 'cjs',
  external: ['./full.mjs'],
  banner: { js: '#!/usr/bin/env node' },
});
declareTypes();
// Node takes a CommonJS entry up in half the time that its loader for ECMAScript modules needs.
writeFileSync(`${root}dist/package.json`, '{ "type": "commonjs" }\n');
chmodSync(`${root}dist/keepwire.js`, 0o755);
warmUp();

/** The declarations of the public API, found by TypeScript beside the bundle of the same name. */
function declareTypes(): void {
  const compiler = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
  const args = [compiler, '-p', `${root}scripts/tsconfig.types.json`];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) throw new Error('the declarations of keepwire/simulator could not be written');
  writeFileSync(`${root}dist/types/package.json`, '{ "type": "module" }\n');
  writeFileSync(`${root}dist/simulator.d.mts`, "export * from './types/simulator/index.js';\n");
}

/** Generates an example with what was built, so that V8's code for it can be kept. */
function warmUp(): void {
  const out = mkdtempSync(join(tmpdir(), 'keepwire-build-'));
  try {
    const args = ['scripts/code-cache.cjs', 'generate', 'examples/w5500-minimal.json', '--out', out];
    const run = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`the built command line does not generate:\n${run.stderr}`);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
