import { expect, test } from 'vitest';
import { DEFAULT_TCP_CONFIG } from '../../simulator/host/config.ts';
import { afterLostSyn, backedOff, initialRto, sampled } from '../../simulator/host/rto.ts';

const MS = 1_000_000;
const FREE = { ...DEFAULT_TCP_CONFIG, minRtoNs: 0 };

// RFC 6298 section 2: RTO = SRTT + 4 · RTTVAR; first R: SRTT = R, RTTVAR = R/2;
// then RTTVAR = 3/4 RTTVAR + 1/4 |SRTT − R'|, SRTT = 7/8 SRTT + 1/8 R', in this order.
test.each([
  ['nothing measured: one second', [], 1000],
  ['one round trip of 500 ms: 500 + 4 · 250', [500], 1500],
  ['the same again: 500 + 4 · 187.5', [500, 500], 1250],
  ['a longer one: SRTT 562.5, RTTVAR 187.5 + 125', [500, 1000], 1812.5],
])('%s', (_name, roundTripsMs, wantMs) => {
  const rto = roundTripsMs.reduce((before, ms) => sampled(before, ms * MS, FREE), initialRto(FREE));
  expect(rto.timeoutNs).toBe(wantMs * MS);
});

test('never below a second and never above a minute', () => {
  const config = DEFAULT_TCP_CONFIG;
  expect(sampled(initialRto(config), 1 * MS, config).timeoutNs).toBe(1000 * MS);
  expect(sampled(initialRto(config), 40_000 * MS, config).timeoutNs).toBe(60_000 * MS);
  let rto = initialRto(config);
  for (let count = 0; count < 10; count++) rto = backedOff(rto, config);
  expect(rto.timeoutNs).toBe(60_000 * MS);
});

test('times stay whole nanoseconds', () => {
  expect(sampled(sampled(initialRto(FREE), 333, FREE), 1_000_001, FREE).timeoutNs % 1).toBe(0);
});

test('after a lost SYN at least three seconds (RFC 6298 section 5.7)', () => {
  expect(afterLostSyn(initialRto(FREE)).timeoutNs).toBe(3000 * MS);
});
