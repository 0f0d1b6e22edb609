/**
 * An application in the way of the vendor's examples, and keepwire beside it: every scenario. `npm test` plays each on one
 * chip with the defaults, and on the other with every method.
 */
import { describe, expect, test } from 'vitest';
import { BUILT_IN } from '../../simulator/scenario/builtin.ts';
import { CHIPS } from '../whole/firmware.ts';
import { builtIn, play, scenario } from '../whole/play.ts';
import { isFew, shareOf } from '../whole/share.ts';
import { ALL_METHODS, watched } from './firmware.ts';

/** Hours of these take a minute: they are in the sweeps. */
const LONG = ['idle', ...(isFew ? ['peer-keepalive'] : [])];
const SCENARIOS = BUILT_IN.map(({ name }) => name).filter((name) => !name.startsWith('ws-') && !LONG.includes(name));
const TWO = { sockets: [{ port: 5000, count: 2 }] };

/** What each spec leaves open, and the key that would cover it. */
const OPEN: Readonly<Record<string, RegExp>> = {
  'silent-client': /silent-client.* add "idle" or "heartbeat.expect"/,
  'peer-hung': /peer-hung.* add "idle" or "heartbeat.expect"/,
  'chip-reset': /chip-reset.* add "health"/,
};

describe.each(CHIPS)('%s', (chip) => {
  const row = CHIPS.indexOf(chip);

  test.each(shareOf(SCENARIOS, 2, row))('with the defaults: %s', async (name) => {
    const { verdict, reasons } = play(await watched({ chip, ...TWO }), builtIn(name));
    const open = OPEN[name];
    expect(verdict, reasons.join('\n')).toBe(open === undefined ? 'pass' : 'not-covered');
    if (open !== undefined) expect(reasons.join('\n')).toMatch(open);
  });

  test.each(shareOf(SCENARIOS, 2, row + 1))('with every method: %s', async (name) => {
    const { verdict, reasons } = play(await watched({ chip, ...TWO, ...ALL_METHODS }), builtIn(name));
    expect(verdict, reasons.join('\n')).toBe('pass');
  });

  test('a first probe long before the next one', async () => {
    const keepalive = { NO_DATA_PERIOD: 2, KA_SEND_PERIOD: 40, firstProbe: 'at-NO_DATA_PERIOD' };
    const { verdict, reasons } = play(await watched({ chip, keepalive }), builtIn('echo'));
    expect(verdict, reasons.join('\n')).toBe('pass');
    const quiet = scenario([
      { do: 'connect', peer: 'client' },
      { do: 'send', peer: 'client', text: 'hello' },
      { do: 'expect-echo', peer: 'client' },
      { do: 'wait', for: { s: 10 } },
      { do: 'send', peer: 'client', text: 'hello' },
      { do: 'expect-echo', peer: 'client' },
      { do: 'wait', for: { s: 50 } },
    ]);
    const run = play(await watched({ chip, keepalive }), quiet);
    expect(run.verdict, run.reasons.join('\n')).toBe('pass');
    expect(run.timeline.filter((it) => it.kind === 'probe')).toHaveLength(3);
  });

  test.each(['cable-cut', 'zero-window', 'all-slots-dead'])('with periods of their own: %s', async (name) => {
    const sockets = [
      { port: 5000, sendTimeoutS: 7 },
      { port: 5001, keepalive: { NO_DATA_PERIOD: 3, KA_SEND_PERIOD: 4 }, idle: { closeAfterS: 90 } },
    ];
    const { verdict, reasons } = play(await watched({ chip, sockets }), builtIn(name));
    expect(verdict, reasons.join('\n')).toBe('pass');
  });
});
