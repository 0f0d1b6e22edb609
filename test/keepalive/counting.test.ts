import { beforeAll, describe, expect, test } from 'vitest';
import { randomFrom } from '../../simulator/random.ts';
import { build, type Counter, receive, SOCKETS, start } from './counter.ts';
import { NoteCounting } from './model.ts';

const SECOND = 1000;
const periods = (NO_DATA_PERIOD: number, KA_SEND_PERIOD: number) => ({ NO_DATA_PERIOD, KA_SEND_PERIOD });

let module: object;
beforeAll(async () => {
  module = await build('plain');
});

const counter = (no: number, ka: number): Counter => start(module, periods(no, ka));

/** Milliseconds until a probe is due, at most `limit`; it is found to the millisecond. */
function untilDue(c: Counter, socket = 0, limit = 1_000_000): number {
  let passed = 0;
  while (!c.due(socket) && passed < limit) {
    c.tick();
    passed++;
  }
  return passed;
}

const small = [1, 2, 3, 4, 5, 6];
const PAIRS: readonly (readonly [no: number, ka: number])[] = [
  ...small.flatMap((no) => small.map((ka) => [no, ka] as const)),
  ...([
    [10, 5],
    [1, 60],
    [60, 1],
    [75, 9],
    [600, 60],
  ] as const),
];

describe('the first probe and those after it', () => {
  test.each(PAIRS)('NO_DATA_PERIOD %i, KA_SEND_PERIOD %i', (no, ka) => {
    for (const phase of [0, 1, 500, 999]) {
      const c = counter(no, ka);
      c.tick(phase);
      receive(c, 0);
      // NO + KA − 1 ticks of one second, the first of which comes when the running second is over.
      c.tick((no + ka - 1) * SECOND - phase - 1);
      expect(c.due(0)).toBe(false);
      c.tick();
      expect(c.due(0)).toBe(true);
      for (let probes = 0; probes < 3; probes++) {
        c.probed(0);
        expect(c.due(0)).toBe(false);
        c.tick(ka * SECOND - 1);
        expect(c.due(0)).toBe(false);
        c.tick();
        expect(c.due(0)).toBe(true);
      }
    }
  });

  // RTR and RCR of 100 ms and 3 make 1500 ms; with 2.505 % 1538 ms, 2 ms and a poll of 31 ms more.
  test.each([
    [1, 1, 1571],
    [10, 5, 5 * SECOND],
    // Seconds in one byte as long as they fit.
    [255, 255, 255 * SECOND],
    [256, 1, 1571],
  ] as const)('with %i and %i compiled in as constants', async (no, ka, nextMs) => {
    const c = start(await build(periods(no, ka)), periods(77, 77));
    receive(c, 0);
    expect(untilDue(c)).toBe((no + ka - 1) * SECOND);
    c.probed(0);
    expect(untilDue(c)).toBe(nextMs);
  });
});

describe('one rule at a time, with 3 and 2', () => {
  test('nothing before data', () => {
    const c = counter(3, 2);
    expect(untilDue(c, 0, 100 * SECOND)).toBe(100 * SECOND);
  });

  test('data restarts the counting, in whichever second it comes', () => {
    for (let second = 0; second <= 8; second++) {
      const c = counter(3, 2);
      receive(c, 0);
      for (let passed = 0; passed < second; passed++) {
        c.tick(SECOND);
        if (c.due(0)) c.probed(0);
      }
      c.tick(400);
      receive(c, 0);
      expect(untilDue(c)).toBe(3600);
    }
  });

  test('what the device sends begins the counting and does not restart it', () => {
    const c = counter(3, 2);
    c.count(0);
    c.tick(3500);
    c.count(0);
    expect(untilDue(c)).toBe(500);
  });

  test.each(['data', 'the end'])('a probe that is due is dropped by %s', (what) => {
    const c = counter(3, 2);
    receive(c, 0);
    c.tick(4 * SECOND);
    expect(c.due(0)).toBe(true);
    if (what === 'data') receive(c, 0);
    else c.stop(0);
    expect(c.due(0)).toBe(false);
    expect(untilDue(c, 0, 60 * SECOND)).toBe(what === 'data' ? 4 * SECOND : 60 * SECOND);
  });

  test('a probe that has to wait stays due, and is one', () => {
    const c = counter(3, 2);
    receive(c, 0);
    c.tick(4 * SECOND);
    for (let waited = 0; waited < 10 * SECOND; waited++) {
      expect(c.due(0)).toBe(true);
      c.tick();
    }
    c.probed(0);
    expect(c.due(0)).toBe(false);
  });

  test('after a connection the next one begins from nothing', () => {
    const c = counter(3, 2);
    receive(c, 0);
    c.tick(3900);
    c.stop(0);
    expect(untilDue(c, 0, 60 * SECOND)).toBe(60 * SECOND);
    receive(c, 0);
    expect(untilDue(c)).toBe(4 * SECOND - 900);
  });
});

describe('no probe while the last one may still be repeated: a hold of 7.5 s, with 3 and 2', () => {
  const HOLD_MS = 7500;
  const held = (): Counter => {
    const c = start(module, { ...periods(3, 2), holdMs: HOLD_MS });
    c.begin(0);
    receive(c, 0);
    return c;
  };

  test('a new connection has none', () => {
    const c = held();
    expect(untilDue(c)).toBe(4 * SECOND);
    c.probed(0);
    c.begin(0);
    receive(c, 0);
    expect(untilDue(c)).toBe(4 * SECOND);
  });

  test('a probe that falls due is deferred to its end, to the millisecond', () => {
    const c = held();
    untilDue(c);
    for (let probes = 0; probes < 3; probes++) {
      c.probed(0);
      expect(untilDue(c)).toBe(HOLD_MS);
    }
  });

  test.each([1, 3499, 3500, 3501, 7499])('data does not shorten it: %i ms after the probe', (afterMs) => {
    const c = held();
    untilDue(c);
    c.probed(0);
    c.tick(afterMs);
    receive(c, 0);
    // Counting begins anew: four ticks of one second, of which the probe left on one.
    const countedMs = (Math.floor(afterMs / SECOND) + 4) * SECOND;
    expect(afterMs + untilDue(c)).toBe(Math.max(HOLD_MS, countedMs));
  });

  test('after it the counting goes on as before', () => {
    const c = held();
    untilDue(c);
    c.probed(0);
    c.tick(HOLD_MS);
    receive(c, 0);
    expect(untilDue(c)).toBe(3500);
  });

  test('it has an end where milliseconds begin again, and none comes back 49.7 days later', () => {
    const c = held();
    c.setMs(2 ** 32 - 4 * SECOND - 100);
    expect(untilDue(c)).toBe(4 * SECOND);
    c.probed(0);
    expect(untilDue(c)).toBe(HOLD_MS);
    const probedMs = 2 ** 32 - 100;
    c.setMs(probedMs - 1);
    receive(c, 0);
    expect(untilDue(c)).toBeLessThanOrEqual(4 * SECOND);
  });
});

/** Every event leaves the C and the note's rules in agreement, each socket on its own. */
test.each(Array.from({ length: 40 }, (_, seed) => seed + 1))('all sockets as the rules have it, seed %i', (seed) => {
  const random = randomFrom(seed);
  const below = (limit: number): number => Math.floor(random.unit() * limit);
  const [no, ka] = [1 + below(4), 1 + below(4)];
  const c = counter(no, ka);
  const models = Array.from({ length: SOCKETS }, () => new NoteCounting(no, ka));
  let probes = 0;
  for (let ms = 1; ms <= 120 * SECOND; ms++) {
    c.tick();
    if (ms % SECOND === 0) for (const model of models) model.second();
    if (ms % SECOND !== 0 && random.unit() > 0.003) continue;
    for (const [socket, model] of models.entries()) {
      expect(c.due(socket), `socket ${socket} at ${ms} ms`).toBe(model.due);
      if (!model.due) continue;
      probes++;
      model.probeSent();
      c.probed(socket);
    }
    const socket = below(SOCKETS);
    const model = models[socket] as NoteCounting;
    const event = below(8);
    if (event === 0) {
      model.dataReceived();
      receive(c, socket);
    } else if (event === 1) {
      model.dataSent();
      c.count(socket);
    } else if (event === 2) {
      model.ended();
      c.stop(socket);
    }
  }
  expect(probes).toBeGreaterThan(10);
});

describe('the 32-bit count of milliseconds at its end, after 49.7 days', () => {
  test('goes on from 0', () => {
    const c = counter(1, 1);
    c.setMs(0xffff_ffff);
    expect(c.nowMs()).toBe(0xffff_ffff);
    c.tick();
    expect(c.nowMs()).toBe(0);
    c.tick(5);
    expect(c.nowMs()).toBe(5);
  });

  // 2^32 is no multiple of 1000: a second told by the remainder would be 296 ms long there.
  test.each([1, 296, 500, 704, 1000, 1001, 2500])('no second is shorter or longer, %i ms before it', (before) => {
    const c = counter(3, 2);
    c.setMs(2 ** 32 - before);
    receive(c, 0);
    expect(untilDue(c)).toBe(4 * SECOND);
    c.probed(0);
    expect(untilDue(c)).toBe(2 * SECOND);
    expect(c.nowMs()).toBe((6 * SECOND - before) >>> 0);
  });
});
