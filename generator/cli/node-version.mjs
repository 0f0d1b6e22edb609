// @ts-check
/**
 * Why this Node cannot run keepwire, in one line; null when it can.
 *
 * The built entry and the set-up of a clone ask this first, on whatever Node there is. So this file is plain JavaScript
 * with the syntax of old versions of Node.
 *
 * @param {string} running the version of this Node, for example `20.19.0`
 * @param {string} range `engines.node` of package.json: `>=` and the oldest version
 * @returns {string | null}
 */
export function complaintAboutNode(running, range) {
  const oldest = range.replace('>=', '');
  const [major = 0, minor = 0] = running.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldest.split('.').map(Number);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return null;
  return `keepwire needs Node ${oldest} or newer; this is ${running}`;
}
