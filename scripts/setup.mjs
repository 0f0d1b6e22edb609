// @ts-check
/**
 * Makes a fresh clone ready: npm packages, the built command line, and the tools of the system that a command needs.
 *
 *     node scripts/setup.mjs [packages|build|demo|test|bench|screenshots]      default: `build`
 *
 * Plain JavaScript on Node alone, since nothing is installed yet. What is in place already is not done again.
 * Exit codes: 0 ready; 1 a step failed; 3 something must be installed by hand, said in one line.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { complaintAboutNode } from '../generator/cli/node-version.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** @typedef {{ readonly packages: readonly string[], readonly isThere: () => boolean }} Tool */

/** @type {Readonly<Record<'compiler' | 'newlib' | 'tshark' | 'cmake' | 'qemu' | 'socat' | 'gtkwave' | 'iproute' | 'ping' | 'python' | 'chromium', Tool>>} */
const TOOLS = {
  compiler: { packages: ['gcc-arm-none-eabi'], isThere: () => isOnPath('arm-none-eabi-gcc') },
  newlib: { packages: ['libnewlib-arm-none-eabi'], isThere: hasNewlib },
  cmake: { packages: ['cmake', 'make'], isThere: () => isOnPath('cmake') && isOnPath('make') },
  tshark: { packages: ['tshark'], isThere: () => isOnPath('tshark') },
  qemu: { packages: ['qemu-system-arm'], isThere: () => isOnPath('qemu-system-arm') },
  socat: { packages: ['socat'], isThere: () => isOnPath('socat') },
  gtkwave: { packages: ['gtkwave'], isThere: () => isOnPath('vcd2fst') },
  iproute: { packages: ['iproute2'], isThere: () => isOnPath('ip') },
  ping: { packages: ['iputils-ping'], isThere: () => isOnPath('ping') },
  python: { packages: ['python3'], isThere: () => isOnPath('python3') },
  chromium: { packages: ['chromium'], isThere: () => existsSync('/usr/bin/chromium') },
};

/** What each command needs beside Node and the npm packages; without an `optional` tool some tests are skipped and say so. */
const PURPOSES = {
  packages: { build: false, tools: [], optional: [] },
  build: { build: true, tools: [], optional: [] },
  demo: { build: true, tools: [TOOLS.compiler, TOOLS.newlib], optional: [] },
  bench: { build: true, tools: [TOOLS.compiler, TOOLS.newlib], optional: [] },
  screenshots: { build: true, tools: [TOOLS.chromium], optional: [] },
  test: {
    build: true,
    tools: [TOOLS.compiler, TOOLS.newlib, TOOLS.tshark, TOOLS.cmake],
    optional: [TOOLS.qemu, TOOLS.socat, TOOLS.gtkwave, TOOLS.iproute, TOOLS.ping, TOOLS.python, TOOLS.chromium],
  },
};

/** Ends the set-up with a line on stderr. @type {(code: number, message: string) => never} */
function stop(code, message) {
  console.error(message);
  process.exit(code);
}

/** Runs a step and shows its output. @type {(command: string, args: readonly string[]) => boolean} */
function run(command, args) {
  const options = /** @type {const} */ ({ cwd: ROOT, stdio: 'inherit' });
  // On Windows npm is a script that only a shell can start.
  const shell = process.platform === 'win32' && command === 'npm';
  return spawnSync(command, [...args], { ...options, shell }).status === 0;
}

function checkNode() {
  const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const complaint = complaintAboutNode(process.versions.node, engines.node);
  if (complaint !== null) stop(3, complaint);
}

/** @typedef {Record<string, { version?: string, integrity?: string }>} Packages */

/** @type {(path: string) => Packages | null} */
function lockedPackages(path) {
  try {
    return JSON.parse(readFileSync(join(ROOT, path), 'utf8')).packages;
  } catch {
    return null;
  }
}

/** Whether what npm says it installed is what the lock file says; packages for other systems are left out by npm. */
function arePackagesCurrent() {
  const wanted = lockedPackages('package-lock.json');
  const installed = lockedPackages('node_modules/.package-lock.json');
  if (wanted === null || installed === null) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    const present = installed[path];
    if (path === '') return true;
    if (present === undefined) return 'optional' in entry || 'peer' in entry;
    return present.version === entry.version && present.integrity === entry.integrity;
  });
}

function installPackages() {
  if (arePackagesCurrent()) return;
  console.error('Installing npm packages …');
  if (!run('npm', ['ci', '--no-audit', '--no-fund'])) stop(1, 'npm ci failed; its output above says why');
}

/** What `dist/` is made from. */
const SOURCES = [
  'document',
  'generator',
  'contract',
  'values',
  'live',
  'peer',
  'simulator',
  'schemas',
  'templates',
  'scripts',
  'package.json',
  'package-lock.json',
];
const STAMP = 'dist/.sources';
/** Made by the build, like `dist/`. */
const TEMPLATES = 'generator/emit/templates.generated.js';

function hashSources() {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    if (source.endsWith('.json')) hashFile(hash, source);
    else hashFolder(hash, source);
  }
  return hash.digest('hex');
}

/** @type {(hash: import('node:crypto').Hash, path: string) => void} */
function hashFolder(hash, path) {
  const entries = readdirSync(join(ROOT, path), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inner = `${path}/${entry.name}`;
    if (entry.isDirectory()) hashFolder(hash, inner);
    else if (inner !== TEMPLATES) hashFile(hash, inner);
  }
}

/** @type {(hash: import('node:crypto').Hash, path: string) => void} */
function hashFile(hash, path) {
  hash.update(`${path}\n`).update(readFileSync(join(ROOT, path)));
}

function isDistCurrent() {
  const stamp = join(ROOT, STAMP);
  return existsSync(join(ROOT, TEMPLATES)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hashSources();
}

/** A folder that only one process can make: who has it builds, the others wait for what comes of it. */
const BUILD_LOCK = join(ROOT, 'node_modules', '.keepwire-build');
const BUILD_PATIENCE_MS = 60_000;
const POLL_MS = 50;

function takeBuildLock() {
  for (let waitedMs = 0; ; waitedMs += POLL_MS) {
    try {
      mkdirSync(BUILD_LOCK);
      process.on('exit', () => rmSync(BUILD_LOCK, { recursive: true, force: true }));
      return;
    } catch {
      // Left behind by a build that was killed: no build takes this long.
      if (waitedMs >= BUILD_PATIENCE_MS) rmSync(BUILD_LOCK, { recursive: true, force: true });
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
  }
}

function buildDist() {
  if (isDistCurrent()) return;
  takeBuildLock();
  if (isDistCurrent()) return;
  console.error('Building dist/ …');
  const sources = hashSources();
  if (!run(process.execPath, ['--import', 'tsx', 'scripts/build.ts'])) stop(1, 'the build failed');
  writeFileSync(join(ROOT, STAMP), sources);
}

/** @type {(name: string) => boolean} */
function isOnPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}

/** GCC prints the whole path of a library that it has, the bare name of one that it has not. */
function hasNewlib() {
  const found = spawnSync('arm-none-eabi-gcc', ['-print-file-name=libc_nano.a'], { encoding: 'utf8' });
  return found.status === 0 && found.stdout.trim() !== 'libc_nano.a';
}

/** The words before `apt-get` with which this user may install without being asked; null when that is not so. */
function mayInstall() {
  if (process.platform !== 'linux' || !isOnPath('apt-get')) return null;
  const quiet = ['env', 'DEBIAN_FRONTEND=noninteractive'];
  if (process.getuid?.() === 0) return quiet;
  const sudo = isOnPath('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
  return sudo ? ['sudo', '-n', ...quiet] : null;
}

/** @type {(tools: readonly Tool[]) => string[]} */
function missingOf(tools) {
  return tools.filter((tool) => !tool.isThere()).flatMap((tool) => tool.packages);
}

/** @type {(tools: readonly Tool[], optional: readonly Tool[]) => void} */
function installTools(tools, optional) {
  const missing = missingOf([...tools, ...optional]);
  if (missing.length === 0) return;
  const prefix = mayInstall();
  if (prefix !== null) {
    console.error(`Installing ${missing.join(', ')} …`);
    const [command = '', ...words] = [...prefix, 'apt-get'];
    const install = ['install', '-y', '--no-install-recommends'];
    // A list of packages that is old may still do; only the installation decides, for what must be there first.
    run(command, [...words, 'update']);
    if (!run(command, [...words, ...install, ...missing])) run(command, [...words, ...install, ...missingOf(tools)]);
  }
  const byHand = (/** @type {string[]} */ packages) => `sudo apt-get install ${packages.join(' ')}`;
  const needed = missingOf(tools);
  if (needed.length > 0) stop(3, `Please install: ${byHand([...needed, ...missingOf(optional)])}`);
  const wanted = missingOf(optional);
  if (wanted.length > 0) console.error(`Some tests will be skipped; to run them too: ${byHand(wanted)}`);
}

const purpose = process.argv[2] ?? 'build';
if (!Object.hasOwn(PURPOSES, purpose)) stop(2, `set up for what? ${Object.keys(PURPOSES).join(', ')}`);
const needs = PURPOSES[/** @type {keyof typeof PURPOSES} */ (purpose)];
checkNode();
installPackages();
installTools(needs.tools, needs.optional);
if (needs.build) buildDist();
