/** Whether this user may open a TAP device on this machine. Linux only. */
import { accessSync, closeSync, constants, openSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { harmless } from '../../document/words/printed.ts';
import { LiveError } from './live-error.ts';
import { readTapDevice, socatOf } from './tap-device.ts';

/** Bit of CAP_NET_ADMIN (capabilities(7), linux/capability.h). */
const CAP_NET_ADMIN = 12n;
const TUN_DEVICE = '/dev/net/tun';
/** IFNAMSIZ less its NUL (netdevice(7)); no character has a meaning for socat. */
const INTERFACE_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/;

/**
 * Checks everything before anything is started or changed.
 *
 * @throws {LiveError} saying what is missing and what to do.
 */
export function checkTap(name: string | undefined): asserts name is string {
  if (name === undefined) throw new LiveError('usage', 'run needs a name for its network interface: --tap kw0');
  if (!INTERFACE_NAME.test(name)) {
    throw new LiveError('usage', `--tap ${harmless(name)}: an interface name is 1 to 15 letters, digits, and . _ -`);
  }
  if (process.platform !== 'linux') throw new LiveError('environment', 'run needs a TAP device, which only Linux has');
  if (!isOnPath('socat')) {
    throw new LiveError('missing-tool', 'socat is missing; install it: apt-get install socat');
  }
  checkTunDevice();
  if (interfaceNames().includes(name)) checkExisting(name);
  else if (!mayAdministerNetwork()) {
    const advice = 'start it with sudo, or prepare a TAP device for this user: sudo ip tuntap add dev';
    throw new LiveError('environment', `run needs root or CAP_NET_ADMIN; ${advice} ${name} mode tap user $USER`);
  }
}

function checkExisting(name: string): void {
  const why = whyUnfit(name);
  if (why !== null) throw new LiveError('environment', `the interface ${name} exists already${why}`);
}

/** Null: a TAP device that was prepared with `ip tuntap add`, for this user; nothing else that exists is used. */
function whyUnfit(name: string): string | null {
  const device = readTapDevice(name);
  if (device === null) return ' and is no TAP device; give --tap another name';
  const pid = socatOf(name);
  if (pid !== null) return `; process ${pid} (socat) of another run holds it. If that run was killed: kill ${pid}`;
  if (!device.isPersistent) return '; another program holds it; give --tap another name';
  if (mayAdministerNetwork() || device.owner === process.geteuid?.()) return null;
  return ` and belongs to ${device.owner === null ? 'root' : `user ${device.owner}`}; start keepwire as that user`;
}

function checkTunDevice(): void {
  try {
    closeSync(openSync(TUN_DEVICE, 'r+'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const isMissing = code === 'ENOENT' || code === 'ENXIO' || code === 'ENODEV';
    const advice = isMissing ? 'is missing; load it: sudo modprobe tun' : 'cannot be opened; start keepwire with sudo';
    throw new LiveError('environment', `${TUN_DEVICE} ${advice}`);
  }
}

/** Whether this process may make and change interfaces. By the effective set: root in a container may lack the capability. */
export function mayAdministerNetwork(): boolean {
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  return ((BigInt(`0x${effective}`) >> CAP_NET_ADMIN) & 1n) === 1n;
}

/** Of this process's network namespace, up or down. */
function interfaceNames(): readonly string[] {
  const rows = readFileSync('/proc/self/net/dev', 'utf8').split('\n').slice(2);
  return rows.flatMap((row) => /^\s*([^:\s]+):/.exec(row)?.[1] ?? []);
}

function isOnPath(command: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}
