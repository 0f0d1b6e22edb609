import type { Project } from './project.ts';

/** Shows that the sockets of such an application are watched. */
export const WATCHED_TEST = 'test/watch/scenarios.test.ts';

/** What an application does whose sockets are all watched: they are those from 0 on. */
const ALL_WATCHED = ['server', 'client', 'Modbus'];

/**
 * Whether keepwire watches the sockets of the application as it is: it speaks TCP alone, on ioLibrary and a chip with TCP
 * of its own. Family, library, pins, reset, bus and RTOS are the application's, behind the callbacks of ioLibrary.
 */
export function isWatchable({ driver, mode, chip, uses }: Project): boolean {
  const isChip = chip.includes('W5500') || chip.includes('W5200');
  const speaks = uses.length > 0 && uses.every((use) => ALL_WATCHED.includes(use));
  return driver === 'ioLib' && mode === 'TOE' && isChip && speaks;
}
