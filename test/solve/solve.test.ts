import { describe, expect, test } from 'vitest';
import { givenPointers, parseSpec, type Spec } from '../../generator/input/index.ts';
import { type Solution, solvePeriods } from '../../generator/solve/solve.ts';
import { isFew, isWhole, parted } from '../whole/share.ts';

const DOOR = { chip: 'W5500', keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }, timer: { prescaler: 71 } };
/** One tick, the sweep of 8 ms, and a chunk each way over SPI: what `explain` shows for this board. */
const POLL_MS = 14;

type Changes = Readonly<Record<string, unknown>>;

function solved(wantedS: number, changes: Changes = {}, transmissions = 3): Solution {
  const text = JSON.stringify({ ...DOOR, ...changes });
  const spec = parseSpec(text, { defaultName: 'door' });
  if (!spec.ok) throw new Error(JSON.stringify(spec.problems));
  return solvePeriods(spec.value, givenPointers(text), { wantedMs: Math.round(wantedS * 10_000) / 10, transmissions });
}

const keepalive = (changes: Partial<Spec['keepalive']>): Changes => ({
  keepalive: { ...DOOR.keepalive, ...changes },
});
const AT_NO_DATA = keepalive({ firstProbe: 'at-NO_DATA_PERIOD' });
const BY_CHIP = keepalive({ by: 'chip', NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 10 });

/** W5500 datasheet, RTR and RCR: each wait is twice the one before while 16 bits of 0.1 ms hold it. */
function tcpTimeoutMs(timeoutMs: number, count: number): number {
  let [sum, wait] = [0, timeoutMs * 10];
  for (let attempt = 0; attempt <= count; attempt++) {
    sum += wait;
    if (wait * 2 <= 65_535) wait *= 2;
  }
  return sum / 10;
}

interface Four {
  readonly no: number;
  readonly ka: number;
  readonly timeoutMs: number;
  readonly count: number;
}

type Counting = 'note' | 'at-NO_DATA_PERIOD' | 'chip';

/** The design's bound, and what docs/detection-time.md says of the two other ways of counting. */
function boundMs(counting: Counting, { no, ka, timeoutMs, count }: Four): number {
  const tail = tcpTimeoutMs(timeoutMs, count) + POLL_MS;
  if (counting === 'chip') return Math.max(no, ka) * 1000 + tail;
  const counted = counting === 'note' ? (no + ka) * 1000 : Math.max(no, ka) * 1000 + 2 * POLL_MS;
  return Math.max(counted, holdMs(timeoutMs, count) + POLL_MS) + tail;
}

/** No probe is sent before the last one can no longer be repeated: TCP timeout, clocks 2.505 % apart, 2 ms, a poll. */
function holdMs(timeoutMs: number, count: number): number {
  return Math.ceil(tcpTimeoutMs(timeoutMs, count) * 1.02505) + 2 + POLL_MS;
}

function overlaps(counting: Counting, { ka, timeoutMs, count }: Four): boolean {
  return counting === 'chip' ? ka * 1000 <= tcpTimeoutMs(timeoutMs, count) : ka * 1000 < holdMs(timeoutMs, count);
}

/** The documented order: the first difference counts. */
function isBetter(counting: Counting, a: Four, b: Four): boolean {
  const fewer = Number(overlaps(counting, b)) - Number(overlaps(counting, a));
  return (fewer || a.timeoutMs - b.timeoutMs || a.ka - b.ka || a.count - b.count || a.no - b.no) > 0;
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** Every combination of small periods, tried one by one. */
function bestOfAll(counting: Counting, wantedMs: number, least: number): Four | null {
  const longest = Math.ceil(wantedMs / 1000);
  let best: Four | null = null;
  for (const timeoutMs of range(10, 200)) {
    for (const count of range(least - 1, Math.max(least - 1, 8))) {
      for (const ka of range(1, longest)) {
        if (counting === 'chip' && ka % 5 !== 0) continue;
        for (const no of counting === 'chip' ? [ka] : range(1, longest)) {
          const four = { no, ka, timeoutMs, count };
          if (boundMs(counting, four) > wantedMs) break;
          if (best === null || isBetter(counting, four, best)) best = four;
        }
      }
    }
  }
  return best;
}

const fourOf = ({ keepalive: periods, retransmission }: Solution): Four | null =>
  periods &&
  retransmission && {
    no: periods.NO_DATA_PERIOD,
    ka: periods.KA_SEND_PERIOD,
    timeoutMs: retransmission.timeoutMs,
    count: retransmission.count,
  };

describe('no other choice is better by the documented order, of all that there are', () => {
  test.each<[Counting, Changes, readonly number[]]>([
    ['note', {}, parted([2.084, 2.1, 3.4, 3.42, 4.1, 4.413, 4.414, 7.7], [2.5, 3, 4, 4.02, 5, 12])],
    ['at-NO_DATA_PERIOD', AT_NO_DATA, parted([1.112, 1.2, 2.1, 3.4, 3.442, 6], [2, 11.3])],
    ['chip', BY_CHIP, parted([5.084, 6.4, 6.414, 9, 11.4], [5.5, 8, 12, 16])],
  ])('%s', (counting, changes, wishes) => {
    for (const wish of wishes) {
      for (const least of isFew && wish >= 4 ? [3] : [3, 5]) {
        const want = bestOfAll(counting, wish * 1000, least);
        const solution = solved(wish, changes, least);
        expect([wish, least, solution.ok]).toEqual([wish, least, want !== null]);
        if (want === null) continue;
        expect([wish, least, fourOf(solution)]).toEqual([wish, least, want]);
        expect(solution.boundMs).toBeCloseTo(boundMs(counting, want), 6);
      }
    }
  });
});

describe('both edges of what is possible', () => {
  test.each<[Counting, Changes, number]>([
    ['note', {}, 1000 + 1000 + 70 + POLL_MS],
    ['at-NO_DATA_PERIOD', AT_NO_DATA, 1000 + 70 + 3 * POLL_MS],
    ['chip', BY_CHIP, 5000 + 70 + POLL_MS],
  ])('%s', (_counting, changes, shortestMs) => {
    expect(solved(shortestMs / 1000, changes)).toMatchObject({ ok: true, boundMs: shortestMs });
    for (const lessMs of [0.1, 100, shortestMs - 0.1]) {
      const solution = solved((shortestMs - lessMs) / 1000, changes);
      const best = { ok: false, boundMs: shortestMs, retransmission: { timeoutMs: 10, count: 2 } };
      expect(solution).toMatchObject(best);
      expect(solution.reasons[0]).toContain(`cannot be had: the shortest possible is ${shortestMs / 1000} s`);
      expect(solution.reasons[1]).toMatch(/Ticks are one second long|units of 5 s/);
    }
  });

  test('quicker ways of counting are named where there are any', () => {
    expect(solved(1, {}).reasons.join('\n')).toContain('"firstProbe": "at-NO_DATA_PERIOD" it could be 1.112 s');
    expect(solved(1, BY_CHIP).reasons.join('\n')).toContain('"by": "timer"');
    expect(solved(1, AT_NO_DATA).reasons.join('\n')).not.toContain('it could be');
  });

  test('the schema’s longest periods end a wish without an end', () => {
    expect(fourOf(solved(1_000_000))).toEqual({ no: 86_400, ka: 86_400, timeoutMs: 200, count: 8 });
    expect(fourOf(solved(1_000_000, BY_CHIP))).toEqual({ no: 1275, ka: 1275, timeoutMs: 200, count: 8 });
  });
});

test.each<[string, Changes, number]>([
  ['note', {}, 3],
  ['note, nine transmissions', {}, 9],
  ['at-NO_DATA_PERIOD', AT_NO_DATA, 3],
  ['chip', BY_CHIP, 3],
])('a longer wish never has more traffic, nor a bound beyond it: %s', (_name, changes, transmissions) => {
  let before = 0;
  for (let wish = 1.15; wish < 90; wish *= isWhole ? 1.06 : 1.35) {
    const { ok, keepalive: periods, boundMs: bound } = solved(wish, changes, transmissions);
    if (!ok) continue;
    expect(bound).toBeLessThanOrEqual(wish * 1000 + 0.05);
    expect(periods?.KA_SEND_PERIOD, `${wish} s`).toBeGreaterThanOrEqual(before);
    before = periods?.KA_SEND_PERIOD ?? 0;
  }
  expect(before).toBeGreaterThan(10);
});

describe('what the spec fixes', () => {
  const sockets = (...entries: Changes[]): Changes => ({ sockets: entries });

  test('periods of a socket’s own stay, and it is said that they are too slow', () => {
    const slow = { port: 5001, keepalive: { NO_DATA_PERIOD: 60, KA_SEND_PERIOD: 30 } };
    const { ok, boundMs: bound, reasons } = solved(20, sockets({}, slow));
    expect(ok).toBe(true);
    expect(bound).toBeLessThanOrEqual(20_000);
    expect(reasons.join('\n')).toMatch(/Socket entry 2 has periods of its own.*does not meet 20 s, with 91\.4/);
  });

  test('one that can meet the wish does, at the cost of the first wait or the other’s traffic', () => {
    const own = { port: 5001, keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 4 } };
    const { ok, retransmission, reasons } = solved(15, sockets({}, own));
    expect(ok).toBe(true);
    // 15 s - 14 s - a poll of two sockets leave less than 200 + 400 + 800 ms.
    expect(retransmission?.timeoutMs).toBeLessThan(142);
    expect(reasons.join('\n')).toContain('it meets 15 s');
  });

  test('half of its own: the other half is chosen for it too', () => {
    const half = { port: 5001, keepalive: { NO_DATA_PERIOD: 20 } };
    const { keepalive: periods } = solved(40, sockets({}, half));
    expect(periods?.KA_SEND_PERIOD).toBe(18); // 20 + 18 + 1.4 s and a poll
    expect(periods?.NO_DATA_PERIOD).toBe(20); // what is left for the first one
  });

  test('where every socket has its own, only the retransmission is chosen', () => {
    const own = { keepalive: { NO_DATA_PERIOD: 3, KA_SEND_PERIOD: 4 } };
    const solution = solved(11, sockets(own));
    expect(fourOf(solution)).toEqual({ no: 10, ka: 5, timeoutMs: 200, count: 3 });
    expect(solution.boundMs).toBe(3000 + 4000 + 3000 + POLL_MS);
    expect(solved(7, sockets(own))).toMatchObject({ ok: false, boundMs: 7000 + 70 + POLL_MS });
  });

  test('its own probes overlap no more than they must', () => {
    const brisk = { port: 5001, keepalive: { NO_DATA_PERIOD: 1, KA_SEND_PERIOD: 1 } };
    expect(solved(20, sockets({}, brisk)).retransmission).toEqual({ timeoutMs: 134, count: 2 });
    const { retransmission, reasons } = solved(20, sockets({}, brisk), 8);
    expect(tcpTimeoutMs(retransmission?.timeoutMs ?? 0, 7)).toBeGreaterThan(1000);
    expect(reasons.join('\n')).toContain('In socket entry 2 KA_SEND_PERIOD is not longer');
  });

  test('sockets without probes and other methods are named and left alone', () => {
    const { reasons } = solved(20, sockets({ idle: { closeAfterS: 4 } }, { port: 5001, keepalive: null }));
    expect(reasons.join('\n')).toContain('Socket entry 2 is not probed');
    expect(reasons.join('\n')).toContain('"idle" of this spec may notice sooner');
  });

  test('a quicker method is no reason for slower probes', () => {
    const heartbeat = { expect: { withinS: 2 } };
    expect(fourOf(solved(20, { heartbeat }))).toEqual(fourOf(solved(20)));
  });

  test('no probed socket at all', () => {
    const { ok, boundMs: bound, reasons } = solved(20, sockets({ keepalive: null }));
    expect({ ok, bound }).toEqual({ ok: false, bound: null });
    expect(reasons.join()).toContain('No socket is probed');
  });

  test('a budget for all failures holds too', () => {
    const { ok, boundMs: bound } = solved(60, { detection: { maxSeconds: 47 }, sendTimeoutS: 40 });
    expect(ok).toBe(true);
    expect(bound).toBeLessThanOrEqual(47_000);
    // What sees an application that hangs, and nothing here makes it quicker.
    const heartbeat = { expect: { withinS: 90 } };
    const { ok: isMet, reasons } = solved(60, { detection: { maxSeconds: 47 }, sendTimeoutS: 40, heartbeat });
    expect(isMet).toBe(false);
    expect(reasons[0]).toMatch(/"detection.maxSeconds" of 47 s cannot be had: .* takes up to 90\.014 s/);
  });
});

test('reasons name the numbers of the plan', () => {
  const text = solved(20).reasons.join('\n');
  for (const part of [
    'NO_DATA_PERIOD 1 s + KA_SEND_PERIOD 17 s + TCP timeout 1.4 s + reaction time 0.014 s',
    `${Math.floor(86_400 / 17)} probes a day`,
    '200 + 400 + 800 ms',
    // 5082 times (1 - 0.9^2)^3
    '35 times a day at a loss of 10 %',
    'data of every socket',
    '--transmissions 5',
  ]) {
    expect(text).toContain(part);
  }
});

test.each<[Changes, string | null]>([
  [{}, null],
  [{ goodbye: { text: 'bye' }, primer: { text: 'hi' }, link: { onDown: 'close' }, health: { everyS: 5 } }, null],
  [{ idle: { closeAfterS: 60 } }, 'Probes alone are chosen: "idle" of this spec'],
  [
    { sendTimeoutS: 20, ask: { text: 'you?', afterIdleS: 60, withinS: 5 }, idle: { closeAfterS: 60 } },
    'Probes alone are chosen: "idle", "ask" and "sendTimeoutS" of this spec',
  ],
])('methods that may detect the same failures are named: %j', (changes, want) => {
  const found = solved(60, changes).reasons.filter((reason) => reason.startsWith('Probes alone'));
  expect(found).toEqual(want === null ? [] : [expect.stringContaining(want)]);
});
