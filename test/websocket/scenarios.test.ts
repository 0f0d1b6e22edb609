/** The built-in scenarios, in which simulated browsers speak WebSocket. */
import { expect, test } from 'vitest';
import { BUILT_IN } from '../../simulator/scenario/builtin.ts';
import { built } from '../whole/firmware.ts';
import { play } from '../whole/play.ts';
import { shareOf } from '../whole/share.ts';

const SPEC = {
  ...{ chip: 'W5500', keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }, timer: { prescaler: 71 } },
  sockets: [{ port: 80, count: 2, protocol: 'websocket' }],
};
/** Pongs do not count as data, and no method asks for any. */
const NOT_COVERED = ['peer-hung', 'ws-tab-hangs'];
const CELLS = ['W5500', 'W5200'].flatMap((chip, row) =>
  shareOf(BUILT_IN, chip === 'W5500' ? 1 : 5, row).map((what) => [chip, what.name, what] as const),
);

test.each(CELLS)('%s, %s', async (chip, name, what) => {
  const { verdict, reasons } = play(await built({ ...SPEC, chip }), what);
  expect(verdict, reasons.join('\n')).toBe(NOT_COVERED.includes(name) ? 'not-covered' : 'pass');
});
