/**
 * Clients that an application has on ioLibrary, alone and beside a server: every scenario that one server can play, in
 * `npm test` each on one chip.
 */
import { describe, expect, test } from 'vitest';
import { CHIPS } from '../whole/firmware.ts';
import { builtIn, play } from '../whole/play.ts';
import { shareOf } from '../whole/share.ts';
import { watched } from './firmware.ts';

const CLIENT = { role: 'client', server: { ip: '192.168.1.10', port: 5000 } };
const HEALTH = { health: { everyS: 1 } };
const SCENARIOS = [
  ...['echo', 'cable-cut', 'power-cut', 'peer-reboot', 'orderly-close', 'cut-while-sending', 'lossy-link'],
  ...['one-way-cut', 'nat-forgets', 'nat-kept-open', 'chip-reset', 'chip-absent-at-start', 'zero-window'],
];

describe.each(CHIPS)('%s', (chip) => {
  test.each(shareOf(SCENARIOS, 2, CHIPS.indexOf(chip)))('two clients: %s', async (name) => {
    const sockets = [{ ...CLIENT, count: 2 }];
    const { verdict, reasons } = play(await watched({ chip, ...HEALTH, sockets }), builtIn(name));
    expect(verdict, reasons.join('\n')).toBe('pass');
  });
});

test.each(['cable-cut', 'power-cut', 'peer-reboot', 'orderly-close'])('a server beside a client: %s', async (name) => {
  const sockets = [{ port: 7000 }, CLIENT];
  const { verdict, reasons } = play(await watched({ chip: 'W5500', ...HEALTH, sockets }), builtIn(name));
  expect(verdict, reasons.join('\n')).toBe('pass');
});
