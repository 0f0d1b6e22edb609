import type { Project } from './project.ts';

/** Shows that the sockets of such an application are watched. */
export const WATCHED_TEST = 'test/watch/scenarios.test.ts';

/** What an application does whose sockets are all watched: they are those from 0 on, and servers so far. */
const SERVERS = ['server', 'Modbus'];

/**
 * Whether keepwire watches the sockets of the application as it is: it serves TCP alone, on ioLibrary and a chip with TCP
 * of its own. Family, library, pins, reset, bus and RTOS are the application's, behind the callbacks of ioLibrary.
 */
export function isWatchable({ driver, mode, chip, uses }: Project): boolean {
  const isChip = chip.includes('W5500') || chip.includes('W5200');
  const serves = uses.includes('server') && uses.every((use) => SERVERS.includes(use));
  return driver === 'ioLib' && mode === 'TOE' && isChip && serves;
}
