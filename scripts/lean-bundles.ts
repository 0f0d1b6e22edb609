import type { Plugin } from 'esbuild';

/**
 * Modules that yargs loads at every start, and what stands in for them in the bundle. They are for configuration files,
 * translations and wide characters, which keepwire does not use: its help is in ASCII and 100 columns wide. Loading them
 * and compiling their regular expressions takes 10 ms or more.
 */
const STAND_INS: Readonly<Record<string, string>> = {
  'string-width': 'export default (text) => text.length;',
  assert: `
    export const strictEqual = (a, b, message) => { if (a !== b) throw new Error(message); };
    export const notStrictEqual = (a, b, message) => { if (a === b) throw new Error(message); };`,
  y18n: `
    import { format } from 'node:util';
    export default () => ({
      __: format,
      __n: (one, many, count, ...args) => format(count === 1 ? one : many, ...args),
      getLocale: () => 'en',
      setLocale() {},
      updateLocale() {},
    });`,
  'escalade/sync': 'export default () => undefined;',
  'get-caller-file': 'export default () => "";',
  'ansi-styles': 'export default { codes: new Map() };',
  'node:module': 'export const createRequire = () => undefined;',
};

const NAMES = Object.keys(STAND_INS).join('|');

/** Bundles yargs without the modules above. */
export const leanYargs: Plugin = {
  name: 'lean-yargs',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(${NAMES})$`) }, ({ path, importer }) =>
      importer.includes('node_modules') ? { path, namespace: 'stand-in' } : null,
    );
    onLoad({ filter: /.*/, namespace: 'stand-in' }, ({ path }) => ({
      contents: STAND_INS[path] ?? '',
      resolveDir: '.',
    }));
  },
};

/**
 * jsonc-parser prepares tables for its formatter when it is loaded, and yargs what it needs to lay out a help; where
 * nothing else of these modules is used, they are left out.
 */
export const leanPackages: Plugin = {
  name: 'lean-packages',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /string-intern$|platform-shims\/esm\.mjs$/ }, async ({ path, pluginData, ...rest }) => {
      if (pluginData === 'again') return null;
      return { ...(await resolve(path, { ...rest, pluginData: 'again' })), sideEffects: false };
    });
  },
};
