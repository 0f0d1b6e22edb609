// @ts-check
/** Builds `dist/` when a file that it is made from has changed. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { ROOT, run, stop } from './step.mjs';

const SOURCES = [
  ...['contract', 'document', 'generator', 'live', 'peer', 'schemas', 'scripts', 'simulator', 'templates', 'values'],
  ...['package.json', 'package-lock.json'],
];
/** Made by the build, like `dist/`. */
const TEMPLATES = 'generator/emit/templates.generated.js';
/** Holds the hash of the sources that `dist/` was built from. */
const STAMP = `${ROOT}dist/.sources`;

export function buildDist() {
  if (isDistCurrent()) return;
  takeLock();
  if (isDistCurrent()) return;
  console.error('Building dist/ …');
  const sources = hashSources();
  if (!run(process.execPath, ['--import', 'tsx', 'scripts/build.ts'])) stop(1, 'the build failed');
  writeFileSync(STAMP, sources);
}

function isDistCurrent() {
  return existsSync(ROOT + TEMPLATES) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hashSources();
}

function hashSources() {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap(filesIn)) hash.update(`${file}\n`).update(readFileSync(ROOT + file));
  return hash.digest('hex');
}

/** @type {(path: string) => readonly string[]} */
function filesIn(path) {
  if (path === TEMPLATES) return [];
  if (!statSync(ROOT + path).isDirectory()) return [path];
  return readdirSync(ROOT + path)
    .sort()
    .flatMap((name) => filesIn(`${path}/${name}`));
}

/** A folder that only one process can make: that one builds, the others wait for it. */
const LOCK = `${ROOT}node_modules/.keepwire-build`;
const PATIENCE_MS = 60_000;
const POLL_MS = 50;

/** Returns once this process has the lock; it is released when the process ends. */
function takeLock() {
  for (let waitedMs = 0; ; waitedMs += POLL_MS) {
    try {
      mkdirSync(LOCK);
      process.on('exit', () => rmSync(LOCK, { recursive: true, force: true }));
      return;
    } catch {
      // No build takes this long: the process that has the lock was killed.
      if (waitedMs >= PATIENCE_MS) rmSync(LOCK, { recursive: true, force: true });
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
  }
}
