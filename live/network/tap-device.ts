/** A TAP device that exists before `run` opens one: prepared for this user, or left by a run that was killed. */
import { readdirSync, readFileSync } from 'node:fs';

/** Bits of tun_flags (linux/if_tun.h). */
const IFF_TAP = 0x0002;
const IFF_PERSIST = 0x0800;

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

/** The socat that an earlier `run` has started for the interface, by its command line; null: none that is visible. */
export function socatOf(name: string): number | null {
  for (const entry of readdirSync('/proc')) {
    if (/^\d+$/.test(entry) && isSocatOf(commandLine(entry), name)) return Number(entry);
  }
  return null;
}

/** Whether a command line, as /proc has it, is that of socat with a TAP device of this name. */
export function isSocatOf(commandLine: string, name: string): boolean {
  const [command = '', ...words] = commandLine.split('\0');
  return /(^|\/)socat\d*$/.test(command) && words.some((word) => word.split(',').includes(`tun-name=${name}`));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // it has ended
  }
}
