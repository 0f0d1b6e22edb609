// @ts-check
/**
 * Makes a fresh clone ready: tools of the system that a command needs, npm packages, and the built command line.
 *
 *     node scripts/setup.mjs [packages|build|demo|test|bench|screenshots] [--yes]      default: `build`
 *
 * Plain JavaScript on Node alone, since nothing is installed yet. What is in place already is not done again. On a
 * terminal it asks before apt installs something; `--yes` answers in advance.
 * Exit codes: 0 ready; 1 a step failed; 2 wrong usage; 3 something must be installed by hand, said in one line.
 */
import { readFileSync } from 'node:fs';
import { complaintAboutNode } from '../generator/cli/node-version.mjs';
import { provideTools } from './setup/apt.mjs';
import { buildDist } from './setup/dist.mjs';
import { installPackages } from './setup/npm.mjs';
import { ROOT, stop } from './setup/step.mjs';
import { TOOLS } from './setup/tools.mjs';

/** What each command needs beside Node and the npm packages. @type {Record<string, import('./setup/apt.mjs').Wanted & { build: boolean }>} */
const PURPOSES = {
  packages: { build: false, needed: [], optional: [], without: null },
  build: { build: true, needed: [], optional: [], without: null },
  demo: {
    ...{ build: true, needed: [TOOLS.compiler, TOOLS.newlib], optional: [] },
    without: 'The demo generates and simulates, but does not compile for the STM32.',
  },
  bench: { build: true, needed: [TOOLS.compiler, TOOLS.newlib], optional: [], without: null },
  misra: { build: true, needed: [TOOLS.cppcheck, TOOLS.python], optional: [], without: null },
  screenshots: { build: true, needed: [TOOLS.chromium], optional: [], without: null },
  test: {
    build: true,
    needed: [TOOLS.compiler, TOOLS.newlib, TOOLS.tshark, TOOLS.cmake],
    optional: [
      TOOLS.qemu,
      TOOLS.socat,
      TOOLS.gtkwave,
      TOOLS.iproute,
      TOOLS.ping,
      TOOLS.python,
      TOOLS.chromium,
      TOOLS.curl,
      TOOLS.websockets,
      TOOLS.cppcheck,
    ],
    without: 'Tests that need them are skipped, and the run ends with the reasons.',
  },
};

function checkNode() {
  const { engines } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'));
  const complaint = complaintAboutNode(process.versions.node, engines.node);
  if (complaint !== null) stop(3, complaint);
}

const name = process.argv.slice(2).find((word) => word !== '--yes') ?? 'build';
const purpose = Object.hasOwn(PURPOSES, name) ? PURPOSES[name] : undefined;
if (purpose === undefined) stop(2, `set up for what? ${Object.keys(PURPOSES).join(', ')}`);
checkNode();
// First: it may ask, and nobody waits for the question while npm works.
provideTools(purpose);
installPackages();
if (purpose.build) buildDist();
