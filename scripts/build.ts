/**
 * Builds `dist/`: the command line and the simulator as bundles of ECMAScript modules, and the templates compiled.
 *
 * - `keepwire.js`: the entry, which checks the version of Node and loads one of the next two.
 * - `main.mjs`: the command line; it loads other modules when a command needs them.
 * - `quick.js`: the same command line for some commands only, in one CommonJS file, which Node loads faster than modules.
 * - `live-worker.mjs`: the thread of `keepwire run`.
 * - `index.mjs`, `simulator.mjs`: the libraries `keepwire` and `keepwire/simulator`, their declarations beside them.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { COMMANDS } from '../generator/cli/commands.ts';
import { leanPackages, leanYargs } from './lean-bundles.ts';
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

/** Loaded only by the commands that run compilers; they bring files of their own. */
const EXTERNAL = ['execa', '@yowasp/clang'];

/** Build scripts and editors call these all the time. */
const QUICK = ['generate', 'validate'];
const OTHER_COMMANDS = Object.keys(COMMANDS)
  .filter((name) => !QUICK.includes(name))
  .map((name) => `./commands/${name}.ts`);

const common = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20.19',
  mainFields: ['module', 'main'],
  external: EXTERNAL,
  logLevel: 'warning',
  legalComments: 'none',
  // yargs would set up stdout to learn the width of the terminal; the help has a fixed width.
  define: { 'process.stdout.columns': 'undefined' },
} as const satisfies BuildOptions;

await build({
  ...common,
  entryPoints: {
    main: 'generator/cli/main.ts',
    'live-worker': 'generator/cli/live/worker.ts',
    index: 'generator/index.ts',
    simulator: 'simulator/index.ts',
  },
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  splitting: true,
  format: 'esm',
  plugins: [leanYargs, leanPackages],
});
await build({
  ...common,
  entryPoints: { quick: 'generator/cli/main.ts' },
  format: 'cjs',
  plugins: [leanYargs, leanPackages],
  // The entry does not start this file for these; `diff` is loaded for --check only, from where npm has installed it.
  external: [...EXTERNAL, ...OTHER_COMMANDS, './help.ts', 'diff'],
  banner: { js: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
  define: { ...common.define, 'import.meta.url': 'importMetaUrl' },
});
await build({
  ...common,
  entryPoints: { keepwire: 'generator/cli/entry.ts' },
  format: 'cjs',
  // Older versions of Node must parse the entry, or they could not print what it says to them.
  target: 'node14',
  external: ['./quick.js'],
  define: {
    NODE_RANGE: JSON.stringify(JSON.parse(readFileSync(`${root}package.json`, 'utf8')).engines.node),
    QUICK_COMMANDS: JSON.stringify(QUICK),
  },
  banner: { js: '#!/usr/bin/env node' },
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
