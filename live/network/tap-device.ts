/** A TAP device that exists before `run` opens one: prepared for this user, or left by a run that was killed. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { endianness } from 'node:os';

/** Bits of tun_flags (linux/if_tun.h). */
const IFF_TAP = 0x0002;
const IFF_PERSIST = 0x0800;
const IFF_NO_PI = 0x1000;
/** IFNAMSIZ and the size of struct ifreq (netdevice(7)). */
const NAME_BYTES = 16;
const IFREQ_BYTES = 40;

export interface TapDevice {
  /** It exists without a process that holds it open: `ip tuntap add` has made it. */
  readonly isPersistent: boolean;
  /** User who may open it without root; null: anyone who may administer the network. */
  readonly owner: number | null;
}

/** Null where the interface is no TAP device. */
export function readTapDevice(name: string): TapDevice | null {
  const folder = `/sys/class/net/${name}`;
  try {
    return parseTapDevice(readFileSync(`${folder}/tun_flags`, 'utf8'), readFileSync(`${folder}/owner`, 'utf8'));
  } catch {
    return null;
  }
}

/** The texts of `tun_flags` and `owner` below /sys/class/net; an owner of -1 is none. */
export function parseTapDevice(flagsText: string, ownerText: string): TapDevice | null {
  const [flags, owner] = [Number(flagsText.trim()), Number(ownerText.trim())];
  if ((flags & IFF_TAP) === 0) return null;
  return { isPersistent: (flags & IFF_PERSIST) !== 0, owner: owner < 0 ? null : owner };
}

/** The struct ifreq that attaches a file of /dev/net/tun to a TAP device, in hexadecimal. */
export function ifreqOf(name: string, order: 'LE' | 'BE' = endianness()): string {
  const bytes = Buffer.alloc(IFREQ_BYTES);
  bytes.write(name, 'latin1');
  if (order === 'LE') bytes.writeUInt16LE(IFF_TAP | IFF_NO_PI, NAME_BYTES);
  else bytes.writeUInt16BE(IFF_TAP | IFF_NO_PI, NAME_BYTES);
  return bytes.toString('hex');
}

/** The socat that an earlier `run` has started for the interface, by its command line; null: none that is visible. */
export function socatOf(name: string): number | null {
  for (const entry of readdirSync('/proc')) {
    if (/^\d+$/.test(entry) && isSocatOf(commandLine(entry), name) && sharesNetwork(entry)) return Number(entry);
  }
  return null;
}

/** Whether a command line, as /proc has it, is that of socat with a TAP device of this name. */
export function isSocatOf(commandLine: string, name: string): boolean {
  const [command = '', ...words] = commandLine.split('\0');
  const holds = (word: string) => word.split(',').includes(`tun-name=${name}`) || word.endsWith(`:x${ifreqOf(name)}`);
  return /(^|\/)socat\d*$/.test(command) && words.some(holds);
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // it has ended
  }
}

/** Whether a process may hold an interface of this process: namespaces have interfaces of the same name (namespaces(7)). */
function sharesNetwork(pid: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`) === readlinkSync('/proc/self/ns/net');
  } catch {
    return true; // the process of another user, whose namespace cannot be read
  }
}
