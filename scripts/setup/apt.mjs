// @ts-check
/** Installs missing programs of the system through apt, where this user may and wants to. */
import { spawnSync } from 'node:child_process';
import { readSync } from 'node:fs';
import { isatty } from 'node:tty';
import { run, stop } from './step.mjs';
import { isOnPath, packagesMissing } from './tools.mjs';

/** @typedef {import('./tools.mjs').Tool} Tool */

/** By number: Node's streams would set the terminal so that a read does not wait for the answer. */
const STDIN = 0;
const STDERR = 2;

/**
 * Needed tools are a condition, optional ones are not.
 *
 * @typedef {object} Wanted
 * @property {readonly Tool[]} needed
 * @property {readonly Tool[]} optional
 * @property {string | null} without what the command still does without a tool; null: nothing without a needed one
 */

/**
 * Ends the process with exit code 3 if a needed tool is missing and the command can do nothing without it, or in CI,
 * where nobody would read what was left out.
 *
 * @param {Wanted} wanted
 */
export function provideTools({ needed, optional, without }) {
  const missing = packagesMissing([...needed, ...optional]);
  if (missing.length === 0) return;
  const mayAsk = isInteractive();
  const apt = aptCommand(mayAsk);
  if (apt !== null && (!mayAsk || isConfirmed(missing))) {
    console.error(`Installing ${missing.join(', ')} …`);
    install(apt, missing, needed);
  }
  const left = packagesMissing([...needed, ...optional]);
  if (left.length === 0) return;
  const byHand = `sudo apt-get install ${left.join(' ')}`;
  if (packagesMissing(needed).length > 0 && (without === null || isCI())) stop(3, `Please install: ${byHand}`);
  console.error(`Not installed: ${left.join(', ')}. ${without ?? ''} To get all of it: ${byHand}`);
}

function isCI() {
  return !['', '0', 'false'].includes(process.env.CI ?? '');
}

/** Whether someone can answer; `npm test --yes` has npm set the variable, for it passes no option to a script's first command. */
function isInteractive() {
  const isYes = process.argv.includes('--yes') || process.env.npm_config_yes === 'true';
  return !isYes && !isCI() && isatty(STDIN) && isatty(STDERR);
}

/**
 * The words that start apt-get; null where this user may not install.
 *
 * @param {boolean} mayAsk whether sudo may ask for a password
 * @returns {readonly string[] | null}
 */
function aptCommand(mayAsk) {
  if (process.platform !== 'linux' || !isOnPath('apt-get')) return null;
  const apt = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
  if (process.getuid?.() === 0) return apt;
  if (!isOnPath('sudo')) return null;
  if (mayAsk) return ['sudo', ...apt];
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n', ...apt] : null;
}

/** @param {readonly string[]} packages */
function isConfirmed(packages) {
  process.stderr.write(`apt would install: ${packages.join(', ')}\nInstall them? [Y/n] `);
  // The terminal hands over one line. At its end (Ctrl-D) there is none, which is no consent.
  const answer = Buffer.alloc(1024);
  const line = answer.toString('utf8', 0, readSync(STDIN, answer));
  return /^(y|yes)?\s*\n$/i.test(line);
}

/**
 * @param {readonly string[]} apt
 * @param {readonly string[]} packages
 * @param {readonly Tool[]} needed
 */
function install([command = '', ...words], packages, needed) {
  const installing = [...words, 'install', '-y', '--no-install-recommends'];
  // An old list of packages may still do: only the installation decides.
  run(command, [...words, 'update']);
  if (run(command, [...installing, ...packages])) return;
  // A package that does not exist on this system makes apt install nothing at all.
  const least = packagesMissing(needed);
  if (least.length > 0) run(command, [...installing, ...least]);
}
