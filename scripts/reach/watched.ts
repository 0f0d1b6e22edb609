import type { Project } from './project.ts';

/** Shows that the sockets of such an application are watched. */
export const WATCHED_TEST = 'test/watch/scenarios.test.ts';

/** What an application does over TCP whose sockets are watched, whatever the bytes mean. */
const WATCHED = ['server', 'client', 'Modbus'];

/** What an application has on sockets of its own beside those, and the test of the vendor's code for it. */
export const BESIDE: Readonly<Record<string, string>> = {
  DHCP: 'test/iolibrary/beside.test.ts',
  UDP: 'test/iolibrary/beside.test.ts',
  HTTP: 'test/iolibrary/beside.test.ts',
  MQTT: 'test/iolibrary/beside.test.ts',
};

/**
 * Whether keepwire watches sockets of the application as it is: it speaks TCP, and nothing that is not tested beside it,
 * on ioLibrary and a chip with TCP of its own. Family, library, pins, reset, bus and RTOS are the application's, behind
 * the callbacks of ioLibrary.
 */
export function isWatchable({ driver, mode, chip, uses }: Project): boolean {
  const isChip = chip.includes('W5500') || chip.includes('W5200');
  const isKnown = uses.every((use) => WATCHED.includes(use) || use in BESIDE);
  return driver === 'ioLib' && mode === 'TOE' && isChip && isKnown && uses.some((use) => WATCHED.includes(use));
}
