import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { solveRetransmission } from '../../generator/hardware/retransmission.ts';

/** W5500 datasheet v1.0.9 p. 38–39 (2000/8: 31.8 s) and its formula worked out by hand, in ms. */
const published = [
  [200, 8, [200, 400, 800, 1600, 3200, 6400, 6400, 6400, 6400], 31_800, 1800],
  [200, 5, [200, 400, 800, 1600, 3200, 6400], 12_600, 1200],
  [200, 3, [200, 400, 800, 1600], 3000, 800],
  [100, 5, [100, 200, 400, 800, 1600, 3200], 6300, 600],
  [100, 8, [100, 200, 400, 800, 1600, 3200, 6400, 6400, 6400], 25_500, 900],
  [4000, 2, [4000, 4000, 4000], 12_000, 12_000],
  /** 32767 doubles to 65534 units and fits, 32768 does not: the edge of the 16 bits. */
  [3276.7, 2, [3276.7, 6553.4, 6553.4], 16_383.5, 9830.1],
  [3276.8, 2, [3276.8, 3276.8, 3276.8], 9830.4, 9830.4],
  [6553.5, 1, [6553.5, 6553.5], 13_107, 13_107],
  [0.1, 1, [0.1, 0.2], 0.3, 0.2],
] as const;

test.each(published)('%d ms, %d times', (timeoutMs, count, waitsMs, tcpTimeoutMs, arpTimeoutMs) => {
  expect(solveRetransmission({ timeoutMs, count })).toEqual({
    timeoutMs,
    count,
    rtr: Math.round(timeoutMs * 10),
    rcr: count,
    waitsMs,
    tcpTimeoutMs,
    arpTimeoutMs,
  });
});

describe('what RTR and RCR cannot hold', () => {
  test.each([
    ['no wait at all', 0, 8],
    ['beyond 16 bit', 6553.6, 8],
    ['between two steps', 0.15, 8],
    ['negative', -200, 8],
    ['no number', Number.NaN, 8],
    ['no repetition', 200, 0],
    ['beyond 8 bit', 200, 256],
    ['half a repetition', 200, 1.5],
  ])('%s', (_name, timeoutMs, count) => expect(solveRetransmission({ timeoutMs, count })).toBeNull());
});

test("the datasheet's formula, with M sought as it is defined", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 65_535 }), fc.integer({ min: 1, max: 255 }), (rtr, rcr) => {
      let m = 0;
      while (rtr * 2 ** (m + 1) <= 65_535) m++;
      m = Math.min(m, rcr);
      let units = (rcr - m) * rtr * 2 ** m;
      for (let n = 0; n <= m; n++) units += rtr * 2 ** n;
      const plan = solveRetransmission({ timeoutMs: rtr / 10, count: rcr });
      expect(plan?.rtr).toBe(rtr);
      expect(plan?.tcpTimeoutMs).toBe(units / 10);
      expect(plan?.waitsMs).toHaveLength(rcr + 1);
    }),
    { numRuns: 2000, seed: 3 },
  );
});
