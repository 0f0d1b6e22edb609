/** A watched connection is alive after an hour of silence, on both chips. */
import { expect, test } from 'vitest';
import { ALL_METHODS, watched } from '../../watch/firmware.ts';
import { CHIPS } from '../../whole/firmware.ts';
import { builtIn, play } from '../../whole/play.ts';

const { idle: _idle, heartbeat: _heartbeat, ...METHODS } = ALL_METHODS;

test.each(CHIPS)(
  '%s',
  async (chip) => {
    const { verdict, reasons } = play(await watched({ chip, ...METHODS }), builtIn('idle'));
    expect(verdict, reasons.join('\n')).toBe('pass');
  },
  600_000,
);
