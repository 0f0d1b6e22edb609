// @ts-check
/** Programs of the system that commands of this repository and its tests use, and the Debian packages that bring them. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** @typedef {{ readonly name: string, readonly packages: readonly string[], readonly isThere: () => boolean }} Tool */

/** Where the Debian package installs it. */
export const CHROMIUM = '/usr/bin/chromium';
/** The Python whose modules are Debian packages. */
export const DEBIAN_PYTHON = '/usr/bin/python3';

export const TOOLS = {
  compiler: tool('arm-none-eabi-gcc', ['gcc-arm-none-eabi']),
  newlib: tool('libc_nano.a', ['libnewlib-arm-none-eabi'], hasNewlib),
  cmake: tool('cmake', ['cmake', 'make'], () => isOnPath('cmake') && isOnPath('make')),
  cppcheck: tool('cppcheck', ['cppcheck']),
  tshark: tool('tshark', ['tshark']),
  qemu: tool('qemu-system-arm', ['qemu-system-arm']),
  socat: tool('socat', ['socat']),
  gtkwave: tool('vcd2fst', ['gtkwave']),
  iproute: tool('ip', ['iproute2']),
  ping: tool('ping', ['iputils-ping']),
  python: tool('python3', ['python3']),
  curl: tool('curl', ['curl']),
  websockets: tool('python3-websockets', ['python3-websockets'], hasWebsockets),
  chromium: tool('chromium', ['chromium'], () => isExecutable(CHROMIUM)),
};

/**
 * @param {string} name
 * @param {readonly string[]} packages
 * @param {() => boolean} isThere
 * @returns {Tool}
 */
function tool(name, packages, isThere = () => isOnPath(name)) {
  return { name, packages, isThere };
}

/** @param {readonly Tool[]} tools */
export function packagesMissing(tools) {
  return tools.filter((it) => !it.isThere()).flatMap((it) => it.packages);
}

/** @param {string} name of a program */
export function isOnPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.some((folder) => isExecutable(join(folder, name)));
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** GCC prints the full path of a library that it has, and the bare name of one that it does not have. */
function hasNewlib() {
  const found = spawnSync('arm-none-eabi-gcc', ['-print-file-name=libc_nano.a'], { encoding: 'utf8' });
  return found.status === 0 && found.stdout.trim() !== 'libc_nano.a';
}

function hasWebsockets() {
  return spawnSync(DEBIAN_PYTHON, ['-c', 'import websockets'], { stdio: 'ignore' }).status === 0;
}
