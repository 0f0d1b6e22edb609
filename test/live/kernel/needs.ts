import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';

/** Commands that the tests with a real kernel need, and the Debian packages that hold them. */
const COMMANDS = { socat: 'socat', ip: 'iproute2', ping: 'iputils-ping', python3: 'python3', tshark: 'tshark' };

/** Why no device can be put on a TAP device in a network namespace here; null when it can. */
export const whyNot: string | null = find();

function find(): string | null {
  if (process.platform !== 'linux') return 'only Linux has TAP devices';
  if (process.getuid?.() !== 0) return 'needs root, for a network namespace and a TAP device';
  try {
    accessSync('/dev/net/tun', constants.R_OK | constants.W_OK);
  } catch {
    return '/dev/net/tun is missing or may not be opened';
  }
  const missing = Object.entries(COMMANDS).find(([command]) => spawnSync('which', [command]).status !== 0);
  if (missing !== undefined) return `${missing[0]} is missing (Debian package ${missing[1]})`;
  const name = `kw-try-${process.pid}`;
  const made = spawnSync('ip', ['netns', 'add', name], { encoding: 'utf8' });
  spawnSync('ip', ['netns', 'del', name]);
  return made.status === 0 ? null : `no network namespace can be made: ${made.stderr.trim()}`;
}
