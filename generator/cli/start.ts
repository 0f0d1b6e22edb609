/**
 * The entry that is installed: runs `quick.js` beside it, with the code that V8 compiled when keepwire was built.
 *
 * Compiling takes longer than generating a spec does. The cache fits one version of Node; with any other V8 refuses it
 * and compiles anew.
 */
import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';

function cacheOf(path: string): { readonly cachedData: Buffer } | null {
  try {
    return { cachedData: readFileSync(path) };
  } catch {
    return null;
  }
}

const filename = `${__dirname}/quick.js`;
const script = new Script(readFileSync(filename, 'latin1'), { filename, ...cacheOf(`${__dirname}/quick.cache`) });
// A name that only the built folder has, and that the type checker need not know.
const full: string = './full.mjs';
script.runInThisContext()(require, () => import(full));
