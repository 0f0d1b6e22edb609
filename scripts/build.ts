/**
 * Builds `dist/`: the command line and the libraries as bundles, and the templates compiled.
 *
 * - `keepwire.js`: the entry, which checks the version of Node and loads the command line. It and `chunks/*.js` are
 *   CommonJS, which Node loads in half the time that modules take; each command is a chunk that is loaded when it runs.
 * - `live-worker.mjs`: the thread of `keepwire run`; `clang-process.mjs`: the process of the host engine's compiler.
 * - `index.mjs`, `simulator.mjs`: the libraries `keepwire` and `keepwire/simulator`, their declarations beside them.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build as buildModules } from 'esbuild';
import { build as buildCommandLine } from 'vite';
import { templateModule } from './templates.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

function writeIfChanged(path: string, text: string): void {
  let present: string | null = null;
  try {
    present = readFileSync(path, 'utf8');
  } catch {
    // Not there yet.
  }
  if (present !== text) writeFileSync(path, text);
}

writeIfChanged(`${root}generator/emit/templates.generated.js`, templateModule(`${root}templates`));
rmSync(`${root}dist`, { recursive: true, force: true });

/** Loaded only by the commands that need them: compilers bring files of their own, and `ws` looks for optional packages. */
const EXTERNAL = ['execa', '@yowasp/clang', 'ws'];

const TARGET = 'node20.19';

await buildModules({
  absWorkingDir: root,
  outdir: 'dist',
  entryPoints: {
    'live-worker': 'generator/cli/live/worker.ts',
    'clang-process': 'generator/cli/simulate/clang/child.ts',
    index: 'generator/index.ts',
    simulator: 'simulator/index.ts',
  },
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: TARGET,
  mainFields: ['module', 'main'],
  external: EXTERNAL,
  logLevel: 'warning',
  legalComments: 'none',
});
await buildCommandLine({
  root,
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
  ssr: { noExternal: true },
  // Node keeps a source with any other character at two bytes a character, and reads it slower.
  esbuild: { charset: 'ascii' },
  define: { NODE_RANGE: JSON.stringify(JSON.parse(readFileSync(`${root}package.json`, 'utf8')).engines.node) },
  build: {
    ssr: true,
    outDir: 'dist',
    emptyOutDir: false,
    minify: 'esbuild',
    target: TARGET,
    rollupOptions: {
      input: { keepwire: 'generator/cli/entry.ts' },
      external: EXTERNAL,
      // A package is loaded for what is imported from it: of yargs, most starts need the parser alone.
      treeshake: { moduleSideEffects: (id) => !id.includes('/node_modules/') },
      output: {
        format: 'cjs',
        banner: ({ isEntry }) => (isEntry ? '#!/usr/bin/env node' : ''),
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
      },
    },
  },
});
writeFileSync(`${root}dist/package.json`, '{ "type": "commonjs" }\n');
declareTypes();
chmodSync(`${root}dist/keepwire.js`, 0o755);

/** The declarations of the libraries, each beside the bundle of the same name. */
function declareTypes(): void {
  const compiler = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
  const args = [compiler, '-p', `${root}scripts/tsconfig.types.json`];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) throw new Error('the declarations of the libraries could not be written');
  writeFileSync(`${root}dist/types/package.json`, '{ "type": "module" }\n');
  for (const [name, folder] of Object.entries({ index: 'generator', simulator: 'simulator' })) {
    writeFileSync(`${root}dist/${name}.d.mts`, `export * from './types/${folder}/index.js';\n`);
  }
}
