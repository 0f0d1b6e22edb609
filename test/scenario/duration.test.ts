import { describe, expect, test } from 'vitest';
import { durationMs } from '../../simulator/scenario/format/duration.ts';
import type { Duration } from '../../simulator/scenario/format/scenario.generated.ts';
import { allHostConfigs, assignPeers, socketsOf } from '../../simulator/scenario/peers/host-config.ts';
import { planOfText } from '../whole/firmware.ts';
import { smallPlan } from './plan.ts';

const PEER = { kind: 'plain', speaks: true } as const;

const cases: readonly (readonly [given: Duration, wantMs: number])[] = [
  [{ ms: 200 }, 200],
  [{ s: 5 }, 5000],
  [{ s: 0.25 }, 250],
  ['NO_DATA_PERIOD', 10_000],
  ['KA_SEND_PERIOD', 5000],
  ['tcpTimeout', 3000],
  ['bound', 18_020],
  [{ times: 1.5, of: 'tcpTimeout' }, 4500],
  [{ times: 0, of: 'bound' }, 0],
  [['NO_DATA_PERIOD', { times: 2, of: 'KA_SEND_PERIOD' }, { ms: 1 }], 20_001],
];
test.each(cases)('%j is %d ms', (given, want) => {
  const plan = smallPlan();
  expect(durationMs(given, plan, plan.sockets)).toBe(want);
});

describe('the periods are those of the sockets in question', () => {
  const plan = planOfText(
    JSON.stringify({
      chip: 'W5500',
      keepalive: { NO_DATA_PERIOD: 100, KA_SEND_PERIOD: 200 },
      timer: { prescaler: 71 },
      sockets: [
        { port: 5000, count: 2, keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 7 } },
        { port: 80, keepalive: { NO_DATA_PERIOD: 3, KA_SEND_PERIOD: 9 } },
        { port: 81, keepalive: null },
        { role: 'client', server: { ip: '192.168.1.10', port: 5000 } },
        { role: 'client', server: { ip: '192.168.1.10', port: 5000 }, keepalive: { KA_SEND_PERIOD: 300 } },
      ],
    }),
  );
  const rows: readonly (readonly [name: string, peers: readonly number[], no: number, ka: number])[] = [
    ['a server', [0], 10, 7],
    ['another that listens on the same port', [1], 10, 7],
    ['another server', [2], 3, 9],
    ['two that differ: the largest of either', [0, 2], 10, 9],
    ['two of which one is not probed', [2, 3], 3, 9],
    ['none that is probed', [3], 10, 5],
    ['a client, or another one of the same server', [4], 100, 300],
  ];
  test.each(rows)('%s', (_name, numbers, no, ka) => {
    const peers = numbers.map((socket) => ({ ...PEER, name: `peer-${socket}`, socket }));
    const sockets = socketsOf(allHostConfigs(assignPeers(peers, plan).configs), plan);
    expect(durationMs('NO_DATA_PERIOD', plan, sockets)).toBe(no * 1000);
    expect(durationMs({ times: 2, of: 'KA_SEND_PERIOD' }, plan, sockets)).toBe(2 * ka * 1000);
  });
});
