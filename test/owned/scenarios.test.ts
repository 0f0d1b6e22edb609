/** Sockets that keepwire serves through ioLibrary, below or above those of the application; in the sweeps on all boards. */
import { describe, expect, test } from 'vitest';
import { BUILT_IN } from '../../simulator/scenario/builtin.ts';
import { built } from '../whole/firmware.ts';
import { builtIn, play } from '../whole/play.ts';
import { isWhole } from '../whole/share.ts';

const OWNED = { timer: { source: 'millis' }, mcu: { platform: 'iolibrary-owned' } };
const PERIODS = { keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 } };
const METHODS = { idle: { closeAfterS: 60 }, health: { everyS: 1 }, link: { onDown: 'close' } };
const SCENARIOS = BUILT_IN.filter(({ name }) => !name.startsWith('ws-') && name !== 'idle').map(({ name }) => name);

const BOARDS = [
  ['W5500', 'from 0 on, no pin', { sockets: [{ port: 5000, count: 2 }] }],
  [
    'W5500',
    'from 3 on, unequal buffers',
    {
      sockets: [
        { port: 5000, number: 3, txKiB: 4, rxKiB: 1 },
        { port: 5000, number: 4 },
      ],
      wiring: { reset: 'PB0', interrupt: 'PB1' },
    },
  ],
  [
    'W5200',
    'from 1 on, unequal buffers',
    { sockets: [{ port: 5000, count: 2, number: 1, txKiB: 4, rxKiB: 4 }], wiring: { reset: 'PB0' } },
  ],
] as const;

describe.each(BOARDS.map((it, index) => [...it, index] as const))('%s, sockets %s', (chip, _name, spec, index) => {
  test.each(SCENARIOS.filter((_, at) => isWhole || at % BOARDS.length === index))('%s', async (name) => {
    const firmware = await built({ chip, ...OWNED, ...PERIODS, ...METHODS, ...spec });
    const { verdict, reasons } = play(firmware, builtIn(name));
    expect(verdict, reasons.join('\n')).toBe('pass');
  });
});
