/** The built-in scenarios, in which simulated browsers speak WebSocket. */
import { expect, test } from 'vitest';
import { BUILT_IN } from '../../simulator/scenario/builtin.ts';
import { built } from '../whole/firmware.ts';
import { builtIn, play } from '../whole/play.ts';
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

/** A browser answers for a page that hangs; a program that hangs answers nothing. */
test.each([
  ['peer-hung', {}, 'pass', ['no-pong']],
  ['ws-tab-hangs', {}, 'not-covered', []],
  ['ws-tab-hangs', { idle: { closeAfterS: 15 } }, 'pass', ['idle']],
] as const)('with pings, %s %j', async (name, more, verdict, reasons) => {
  const websocket = { ping: { afterIdleS: 5, withinS: 2 } };
  const run = play(await built({ ...SPEC, ...more, sockets: [{ ...SPEC.sockets[0], websocket }] }), builtIn(name));
  expect([run.verdict, run.detections.flatMap(({ reason }) => reason ?? [])], run.reasons.join('\n')).toEqual([
    verdict,
    reasons,
  ]);
});
