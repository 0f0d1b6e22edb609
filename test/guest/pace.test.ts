/** Bounds at the pace at which a project calls the loop, at a few moments of death; in the sweeps all methods at more. */
import { expect, test } from 'vitest';
import { built } from '../whole/firmware.ts';
import { mustPass, scenario } from '../whole/play.ts';
import { pace } from './pace-suite.ts';
import { guest } from './specs.ts';

pace('custom', { everyMs: 1000, phases: 2, used: 0.65 });
pace('custom', { everyMs: 100, phases: 1, used: 0.8, methods: ['probe', 'idle limit'], irregular: true });
pace('hal', { everyMs: 10, phases: 1, used: 0.8, methods: ['probe on eight sockets'] });

test('a device that sends as often as its pace allows finds the end of a peer that closes', async () => {
  const websocket = { ping: { afterIdleS: 3, withinS: 2 } };
  const firmware = await built({
    ...{ chip: 'W5500', keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }, ...guest('custom'), callEveryMs: 500 },
    sockets: [{ port: 80, protocol: 'websocket', keepalive: null, websocket }],
    heartbeat: { send: { text: 'device', everyS: 2 }, expect: { withinS: 7, text: 'client' } },
  });
  const closes = scenario(
    [
      { do: 'connect', peer: 'client' },
      { do: 'send', peer: 'client', text: 'hello' },
      { do: 'expect-echo', peer: 'client' },
      { do: 'wait', for: { ms: 5 } },
      { do: 'close', peer: 'client' },
      { do: 'wait-until', peer: 'client', is: 'detected', limit: { s: 10 } },
    ],
    { expect: { detected: [{ peer: 'client', as: 'orderly-close' }], listening: true } },
  );
  expect(mustPass(firmware, closes).verdict).toBe('pass');
});
