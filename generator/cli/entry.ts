/**
 * The installed command, `dist/keepwire.js`: checks the version of Node, then loads the command line.
 *
 * Nothing else may be imported before that: an older Node could not parse it, and would print a syntax error instead.
 */
import { complaintAboutNode } from './node-version.mjs';

/** `engines.node` of package.json; the build puts it in. */
declare const NODE_RANGE: string;

const complaint = complaintAboutNode(process.versions.node, NODE_RANGE);
if (complaint !== null) {
  console.error(complaint);
  process.exitCode = 3;
} else {
  void import('./main.ts');
}
