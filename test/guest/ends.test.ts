/** A peer that closes, at the slowest pace: what is left is taken, and the end comes within the bound, not far below it. */
import { describe, expect, test } from 'vitest';
import { built } from '../whole/firmware.ts';
import { builtIn, mustPass } from '../whole/play.ts';
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
