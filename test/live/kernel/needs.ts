import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { whyMissing } from '../../tools.ts';

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
  const missing = whyMissing('socat', 'iproute', 'ping', 'python', 'tshark');
  if (missing !== null) return missing;
  const name = `kw-try-${process.pid}`;
  const made = spawnSync('ip', ['netns', 'add', name], { encoding: 'utf8' });
  spawnSync('ip', ['netns', 'del', name]);
  return made.status === 0 ? null : `no network namespace can be made: ${made.stderr.trim()}`;
}
