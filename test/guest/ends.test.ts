/** A peer that closes, at the slowest pace: what is left is taken, and the end comes within the bound, not far below it. */
import { describe, expect, test } from 'vitest';
import { built } from '../whole/firmware.ts';
import { builtIn, mustPass, scenario } from '../whole/play.ts';
import { guest } from './specs.ts';

const PERIODS = { keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 } };
const SPECS: Readonly<Record<string, object>> = {
  plain: {},
  'primer and heartbeat': {
    primer: { text: 'hello\n' },
    heartbeat: { send: { text: 'device\n', everyS: 5 } },
    idle: { closeAfterS: 30 },
    sockets: [{ port: 5000, count: 8, rxKiB: 1, txKiB: 1 }],
  },
  client: { sockets: [{ role: 'client', server: { ip: '192.168.1.10', port: 7000 } }] },
  question: { ask: { text: 'there?\n', afterIdleS: 5, withinS: 4, tries: 2 } },
  WebSocket: { sockets: [{ port: 80, protocol: 'websocket' }] },
  'WebSocket with heartbeat': {
    sockets: [{ port: 80, protocol: 'websocket' }],
    heartbeat: { send: { text: 'device', everyS: 5 } },
  },
};

describe.each(Object.entries(SPECS))('%s', (_name, spec) => {
  test.each([
    [130, 'orderly-close', 0.4],
    [1000, 'orderly-close', 0.7],
    [1000, 'fin-at-once', 0.3],
    [1000, 'power-cut', 0.5],
  ])('each %d ms: %s', async (callEveryMs, scenario, usedOfBound) => {
    const firmware = await built({ chip: 'W5500', ...PERIODS, ...guest('custom'), ...spec, callEveryMs });
    const { detections, verdict } = mustPass(firmware, builtIn(scenario));
    expect(verdict).toBe('pass');
    for (const { boundMs, toldMs } of detections) expect(toldMs).toBeGreaterThan(usedOfBound * (boundMs ?? Infinity));
  });
});

describe.each(['custom', 'hal'] as const)('the close of a WebSocket, %s', (platform) => {
  const firmwareOf = (closeS: number, more: object = {}) =>
    built({
      ...{ chip: 'W5500', ...PERIODS, ...guest(platform), callEveryMs: 1000 },
      ...{ sockets: [{ port: 80, protocol: 'websocket', websocket: { closeS } }], ...more },
    });

  test.each([130, 1000])('each %d ms: the scenario', async (callEveryMs) => {
    expect(mustPass(await firmwareOf(2, { callEveryMs }), builtIn('ws-close-both')).verdict).toBe('pass');
  });

  // The message is sent back, and nothing else goes out until that is acknowledged.
  test.each([
    ['a message', {}, 3.9, 4.1],
    ['a message, and one of the device', { heartbeat: { send: { text: 'device', everyS: 3 } } }, 5.9, 6.1],
  ])('behind %s', async (_name, more, leastS, mostS) => {
    const to = { peer: 'client' };
    const steps = [
      { do: 'connect', ...to },
      { do: 'send', ...to, text: 'hello' },
      { do: 'expect-echo', ...to },
      { do: 'ws-message', ...to, text: 'x' },
      { do: 'ws-close', ...to },
      { do: 'wait-until', ...to, is: 'detected', limit: { s: 10 } },
    ];
    const expected = { detected: [{ peer: 'client', as: 'websocket-close' }] };
    const what = scenario(steps, { peers: [{ name: 'client', kind: 'browser' }], expect: expected });
    const [detection] = mustPass(await firmwareOf(0.1, more), what).detections;
    expect(detection?.latencyMs).toBeGreaterThan(1000 * leastS);
    expect(detection?.latencyMs).toBeLessThan(1000 * mostS);
  });
});
