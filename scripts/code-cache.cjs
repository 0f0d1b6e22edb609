// @ts-check
/**
 * Runs `dist/quick.js` on the command line it is given and leaves, in `dist/quick.cache`, what V8 compiled on the way.
 * Used by the build; the same script has to be compiled here as `generator/cli/start.ts` does.
 */
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

const dist = join(__dirname, '../dist');
const filename = join(dist, 'quick.js');
const script = new Script(readFileSync(filename, 'latin1'), { filename });
process.on('exit', () => writeFileSync(join(dist, 'quick.cache'), script.createCachedData()));
script.runInThisContext()(require, null);
