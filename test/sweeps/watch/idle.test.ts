/** A watched connection is alive after an hour of silence; on both chips where nothing is left out: each takes a minute. */
import { expect, test } from 'vitest';
import { ALL_METHODS, watched } from '../../watch/firmware.ts';
import { CHIPS } from '../../whole/firmware.ts';
import { builtIn, play } from '../../whole/play.ts';
import { isWhole } from '../../whole/share.ts';

const { idle: _idle, heartbeat: _heartbeat, ...METHODS } = ALL_METHODS;

test.each(isWhole ? CHIPS : [CHIPS[0]])(
  '%s',
  async (chip) => {
    const { verdict, reasons } = play(await watched({ chip, ...METHODS }), builtIn('idle'));
    expect(verdict, reasons.join('\n')).toBe('pass');
  },
  600_000,
);
