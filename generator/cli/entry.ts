/**
 * The installed command, `dist/keepwire.js`: checks the version of Node, then loads the command line.
 *
 * Nothing else may be imported here: an older Node could not parse it, and would print a syntax error instead.
 */
import { complaintAboutNode } from './node-version.mjs';

/** `engines.node` of package.json; the build puts it in. */
declare const NODE_RANGE: string;
/** The commands that `dist/quick.js` holds; the build puts them in. */
declare const QUICK_COMMANDS: readonly string[];

const complaint = complaintAboutNode(process.versions.node, NODE_RANGE);
if (complaint !== null) {
  console.error(complaint);
  process.exitCode = 3;
} else if (QUICK_COMMANDS.indexOf(process.argv[2] || '') >= 0 && !asksForHelp()) {
  require('./quick.js');
} else {
  // The type checker does not know the built file, so its name is not a literal.
  const main: string = './main.mjs';
  void import(main);
}

/** `dist/quick.js` has no help. */
function asksForHelp(): boolean {
  return process.argv.indexOf('-h') > 0 || process.argv.indexOf('--help') > 0;
}
