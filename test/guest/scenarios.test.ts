/** Firmware in a project on HAL, and in one of another kind: each scenario on one of the boards, in the sweeps on all. */
import { describe, expect, test } from 'vitest';
import { BUILT_IN } from '../../simulator/scenario/builtin.ts';
import { built } from '../whole/firmware.ts';
import { builtIn, play } from '../whole/play.ts';
import { isWhole } from '../whole/share.ts';
import { guest } from './specs.ts';

const PERIODS = { keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 } };
const METHODS = { idle: { closeAfterS: 60 }, health: { everyS: 1 }, link: { onDown: 'close' } };
/** The hour of `idle` takes a minute: it is one of the sweeps. */
const SCENARIOS = BUILT_IN.filter(({ name }) => !name.startsWith('ws-') && name !== 'idle').map(({ name }) => name);
const WEBSOCKETS = BUILT_IN.filter(({ name }) => name.startsWith('ws-')).map(({ name }) => name);

const CASES = [
  ['hal', 'W5500', guest('hal')],
  ['hal without reset and interrupt pin', 'W5500', guest('hal', { reset: null, interrupt: null })],
  ['custom', 'W5200', guest('custom')],
] as const;

describe.each(CASES.map((it, index) => [...it, index] as const))('%s, %s', (_name, chip, project, index) => {
  test.each(SCENARIOS.filter((_, at) => isWhole || at % CASES.length === index))('%s', async (name) => {
    const firmware = await built({ chip, ...PERIODS, ...METHODS, ...project, sockets: [{ port: 5000, count: 2 }] });
    const { verdict, reasons } = play(firmware, builtIn(name));
    expect(verdict, reasons.join('\n')).toBe('pass');
  });
});

test.each(WEBSOCKETS)('a WebSocket on HAL: %s', async (name) => {
  const websocket = { ping: { afterIdleS: 4, withinS: 2 } };
  const sockets = [{ port: 80, protocol: 'websocket', websocket, count: 2 }];
  const { verdict, reasons } = play(
    await built({ chip: 'W5500', ...PERIODS, ...guest('hal'), sockets }),
    builtIn(name),
  );
  expect(['pass', 'not-covered'], reasons.join('\n')).toContain(verdict);
});
