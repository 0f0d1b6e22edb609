/** The built-in scenarios, in which simulated browsers speak WebSocket. */
import { expect, test } from 'vitest';
import { BUILT_IN } from '../../simulator/scenario/builtin.ts';
import { built, CHIPS } from '../whole/firmware.ts';
import { builtIn, play } from '../whole/play.ts';
import { isWhole, shareOf } from '../whole/share.ts';

const SPEC = {
  ...{ chip: 'W5500', keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }, timer: { prescaler: 71 } },
  sockets: [{ port: 80, count: 2, protocol: 'websocket' }],
};
/** Pongs do not count as data, and no method asks for any. */
const NOT_COVERED = ['peer-hung', 'ws-tab-hangs'];
/** What is played without a WebSocket too: a part of it in `npm test`, and the simulated hour in the sweeps. */
const OTHERS = BUILT_IN.filter(({ name }) => !name.startsWith('ws-') && (name !== 'idle' || isWhole));
const OWN = BUILT_IN.filter(({ name }) => name.startsWith('ws-'));
const CELLS = CHIPS.flatMap((chip, row) => {
  const isFirst = chip === 'W5500';
  const played = [...shareOf(OTHERS, isFirst ? 3 : 8, row), ...shareOf(OWN, isFirst ? 1 : 2, row)];
  return played.map((what) => [chip, what.name, what] as const);
});

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
