import { describe, expect, test } from 'vitest';
import { planKeepalive } from '../../generator/methods/probe/plan.ts';
import { periods } from './spec.ts';

/**
 * The application note's counting, as it stands there: when probes are asked for, in ms after data that was handled
 * right after the interrupt number `dataMs`. Later probes are handled at once.
 */
function probesAfterData(noDataPeriod: number, kaSendPeriod: number, dataMs: number, count: number): number[] {
  let noDataTick = 0;
  let sendTick = 0;
  let sendFlag = false;
  let tickFlag = false;
  const probes: number[] = [];
  for (let ms = 1; probes.length < count; ms++) {
    if (ms % 1000 === 0) {
      if (tickFlag) noDataTick++;
      if (noDataTick >= noDataPeriod) {
        sendTick++;
        if (sendTick >= kaSendPeriod) sendFlag = true;
      }
    }
    if (ms === dataMs) {
      tickFlag = true;
      noDataTick = 0;
      sendTick = 0;
    }
    if (sendFlag) {
      sendFlag = false;
      sendTick = 0;
      probes.push(ms - dataMs);
    }
  }
  return probes;
}

const pairs = [1, 2, 3, 5].flatMap((no) => [1, 2, 3, 5].map((ka) => [no, ka] as const));

describe('against the counting itself, at every millisecond of phase', () => {
  test.each(pairs)('NO_DATA_PERIOD %d, KA_SEND_PERIOD %d', (NO_DATA_PERIOD, KA_SEND_PERIOD) => {
    const plan = planKeepalive(periods({ NO_DATA_PERIOD, KA_SEND_PERIOD }));
    let earliest = Number.POSITIVE_INFINITY;
    let latest = 0;
    for (let phase = 0; phase < 1000; phase++) {
      const [first = 0, second = 0, third = 0] = probesAfterData(NO_DATA_PERIOD, KA_SEND_PERIOD, 1000 + phase, 3);
      earliest = Math.min(earliest, first);
      latest = Math.max(latest, first);
      expect([second - first, third - second]).toEqual([plan.probeIntervalMs, plan.probeIntervalMs]);
    }
    expect(latest).toBe(plan.firstProbeLatestMs);
    expect(earliest).toBe(plan.firstProbeEarliestMs + 1); // the last whole millisecond before the tick
  });
});

test('the example of the spec: 13 to 14 s, then every 5 s', () => {
  expect(planKeepalive(periods({ NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }))).toEqual({
    by: 'timer',
    firstProbe: 'note',
    firstSendTick: 0,
    kpalvtr: null,
    NO_DATA_PERIOD: 10,
    KA_SEND_PERIOD: 5,
    firstProbeEarliestMs: 13_000,
    firstProbeLatestMs: 14_000,
    probeIntervalMs: 5000,
    holdMs: null,
  });
});

test('shortest periods: the next tick already', () => {
  expect(planKeepalive(periods({ NO_DATA_PERIOD: 1, KA_SEND_PERIOD: 1 }))).toMatchObject({
    firstProbeEarliestMs: 0,
    firstProbeLatestMs: 1000,
    probeIntervalMs: 1000,
  });
});
