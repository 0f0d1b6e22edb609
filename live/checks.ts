/** Whether this machine and this user may open a TAP device. Linux only. */
import { accessSync, closeSync, constants, openSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { harmless } from '../document/words/printed.ts';
import { CliError } from '../generator/cli/cli-error.ts';
import { codeOf } from '../generator/emit/system-error.ts';

/** Bit of CAP_NET_ADMIN (capabilities(7), linux/capability.h). */
const CAP_NET_ADMIN = 12n;
const TUN_DEVICE = '/dev/net/tun';
/** IFNAMSIZ less its end (netdevice(7)); none of the characters that mean something to socat. */
const INTERFACE_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/;

/**
 * Looks at everything before anything is started or changed.
 *
 * @throws {CliError} saying what is missing and what to do: 1 a right or the device, 2 the name, 3 socat.
 */
export function checkTap(name: string | undefined): asserts name is string {
  if (name === undefined) throw new CliError(2, 'run needs a name for its network interface: --tap kw0');
  if (!INTERFACE_NAME.test(name)) {
    throw new CliError(2, `--tap ${harmless(name)}: an interface's name is 1 to 15 letters, digits, and . _ -`);
  }
  if (process.platform !== 'linux') throw new CliError(1, 'run needs a TAP device, which only Linux has');
  if (!isOnPath('socat')) throw new CliError(3, 'socat is missing; install it: apt-get install socat');
  if (!mayAdministerNetwork()) {
    throw new CliError(1, 'run needs root or CAP_NET_ADMIN to open a TAP device; start it with sudo');
  }
  checkTunDevice();
  if (interfaceNames().includes(name)) {
    throw new CliError(1, `there is an interface ${name} already, which is left as it is; give --tap another name`);
  }
}

function checkTunDevice(): void {
  try {
    closeSync(openSync(TUN_DEVICE, 'r+'));
  } catch (error) {
    const code = codeOf(error);
    if (code === null) throw error;
    const isAbsent = code === 'ENOENT' || code === 'ENXIO' || code === 'ENODEV';
    const advice = isAbsent
      ? 'is not there; load it: sudo modprobe tun'
      : 'may not be opened; start keepwire with sudo';
    throw new CliError(1, `${TUN_DEVICE} ${advice}`);
  }
}

/** By the effective set, which root in a container may lack as well. */
function mayAdministerNetwork(): boolean {
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  return ((BigInt(`0x${effective}`) >> CAP_NET_ADMIN) & 1n) === 1n;
}

/** Of this process's own network namespace, whether they are up or not. */
export function interfaceNames(): readonly string[] {
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
