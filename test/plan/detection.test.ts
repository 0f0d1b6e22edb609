import { describe, expect, test } from 'vitest';
import type { DetectionPlan, Failure } from '../../contract/promises.ts';
import { solveRetransmission } from '../../generator/hardware/retransmission.ts';
import { methodsOf } from '../../generator/methods/used.ts';
import { planSockets } from '../../generator/plan/chip.ts';
import { planDetection } from '../../generator/plan/detection.ts';
import { planOf } from '../../generator/plan/plan.ts';
import { periods, server, specWith } from './spec.ts';

interface Given {
  readonly no: number;
  readonly ka: number;
  readonly timeoutMs: number;
  readonly count: number;
  readonly worstPollMs: number;
}

function detect({ no, ka, timeoutMs, count, worstPollMs }: Given): (failure: Failure) => DetectionPlan {
  const retransmission = solveRetransmission({ timeoutMs, count });
  if (retransmission === null) throw new Error('impossible');
  const keepalive = periods({ NO_DATA_PERIOD: no, KA_SEND_PERIOD: ka });
  const [socket] = planSockets('W5500', [server({ keepalive })]);
  if (socket === undefined) throw new Error('no socket');
  const loop = {
    sweepMs: 8,
    sweepRoundMs: 8,
    longestRoundMs: 8,
    typicalWaitMs: 0,
    chunkBytes: 1460,
    requestBytes: 0,
    worstPollMs,
    longestPollMs: worstPollMs,
    callEveryMs: null,
    stuckMs: null,
  };
  const used = methodsOf({ watch: { link: null, health: null } }, socket);
  const rows = planDetection(used, { retransmission, loop, watching: null }, { protocol: 'stream' });
  return (failure) => {
    const row = rows.find((it) => it.failure === failure);
    if (row === undefined) throw new Error(`no row for ${failure}`);
    return row;
  };
}

describe('the usual spec: 10 s, 5 s, 200 ms 8 times (31.8 s by the datasheet), a poll of 11 ms', () => {
  const row = detect({ no: 10, ka: 5, timeoutMs: 200, count: 8, worstPollMs: 11 });
  test.each([
    ['cable-cut', 46_811, 'probe-timeout'],
    ['power-cut', 46_811, 'probe-timeout'],
    ['peer-reboot', 15_111, 'reset'],
    ['cut-while-sending', 31_822, 'send-timeout'],
    ['orderly-close', 111, 'peer-closed'],
    ['silent-client', null, null],
  ] as const)('%s', (failure, boundMs, reason) => {
    expect(row(failure)).toMatchObject({ boundMs, reason, covered: boundMs !== null });
  });
});

const sweeps: readonly Given[] = [
  { no: 1, ka: 1, timeoutMs: 200, count: 3, worstPollMs: 11 },
  { no: 10, ka: 5, timeoutMs: 200, count: 8, worstPollMs: 78 },
  { no: 2, ka: 3, timeoutMs: 0.1, count: 1, worstPollMs: 11 },
  { no: 3, ka: 1, timeoutMs: 6553.5, count: 2, worstPollMs: 500 },
  { no: 3, ka: 2, timeoutMs: 100, count: 5, worstPollMs: 2406 },
];

test.each(sweeps)('bounds are the sums of their terms: %j', (given) => {
  for (const failure of ['cable-cut', 'power-cut', 'peer-reboot', 'cut-while-sending', 'orderly-close'] as const) {
    const { boundMs, terms } = detect(given)(failure);
    expect(terms.reduce((sum, term) => sum + term.ms, 0)).toBeCloseTo(boundMs ?? Number.NaN, 6);
  }
});

/** Ticks of one second at 0, 1000, …: the first one later than `afterMs`, as a number. */
const nextTick = (afterMs: number): number => Math.floor(afterMs / 1000) + 1;

/** The latest moment at which the application can know, every poll being the worst; the peer died at `diedMs`. */
function noticedMs(given: Given, lastSignMs: number): number {
  const { no, ka, worstPollMs } = given;
  const handledMs = lastSignMs + worstPollMs;
  const askedMs = (nextTick(handledMs) + (no + ka - 1) - 1) * 1000;
  const sentMs = askedMs + worstPollMs;
  return sentMs + tcpTimeoutMs(given) + worstPollMs;
}

function tcpTimeoutMs({ timeoutMs, count }: Given): number {
  let [sum, wait] = [0, timeoutMs * 10];
  for (let attempt = 0; attempt <= count; attempt++) {
    sum += wait;
    if (wait * 2 <= 65_535) wait *= 2;
  }
  return sum / 10;
}

test.each(sweeps)(
  'no peer that dies after data escapes the bound, and the bound wastes no second more: %j',
  (given) => {
    const { boundMs } = detect(given)('cable-cut');
    let worst = 0;
    for (let phase = 0; phase < 1000; phase += 0.5)
      worst = Math.max(worst, noticedMs(given, 1000 + phase) - 1000 - phase);
    expect(worst).toBeLessThanOrEqual((boundMs ?? 0) + 1e-6);
    expect(worst).toBeGreaterThanOrEqual((boundMs ?? 0) - 1000);
  },
);

test.each(sweeps)('a peer that dies around a probe is noticed sooner: %j', (given) => {
  const { boundMs } = detect(given)('cable-cut');
  const { ka, worstPollMs } = given;
  /** Dead before the answer to the probe at 0; dead right after it, so that the next one is due KA_SEND_PERIOD later. */
  const beforeAnswer = tcpTimeoutMs(given) + worstPollMs;
  const afterAnswer = ka * 1000 + worstPollMs + tcpTimeoutMs(given) + worstPollMs;
  expect(Math.max(beforeAnswer, afterAnswer)).toBeLessThanOrEqual(boundMs ?? 0);
});

describe('a peer that never sends is probed from the first data of the device on', () => {
  const message = { text: 'there?', hex: null };
  const ask = { ...message, answer: null, afterIdleS: 60, withinS: 50, tries: 3 };
  const beat = { send: { ...message, everyS: 100 }, expect: null };
  const rowOf = (changes: Parameters<typeof server>[0]) =>
    planOf(specWith({ retransmission: { timeoutMs: 200, count: 3 }, sockets: [server(changes)] }))
      .detection.find(({ failure }) => failure === 'silent-client')
      ?.methods.find(({ method }) => method === 'probe')
      ?.terms.map(({ key, ms }) => [key, ms]);
  const probing = [
    ['NO_DATA_PERIOD', 10_000],
    ['KA_SEND_PERIOD', 5000],
    ['tcp-timeout', 3000],
    ['send-while-probing', 3000],
    ['worst-poll', 14],
  ];

  test.each([
    ['a primer', { primer: message, ask }, []],
    ['a question', { ask }, [['ask.afterIdleS', 60_000]]],
    ['a heartbeat', { heartbeat: beat }, [['heartbeat.send.everyS', 100_000]]],
    ['the sooner of the two', { ask, heartbeat: beat }, [['ask.afterIdleS', 60_000]]],
  ])('%s', (_name, changes, start) => {
    expect(rowOf(changes)).toEqual([...start, ...probing]);
  });
});

describe('a peer whose application hangs is noticed after the silence that the spec allows, and a poll of 14 ms', () => {
  const message = { text: 'there?', hex: null };
  test.each([
    [
      'a question, 60 s and three times 50 s',
      { ask: { ...message, answer: null, afterIdleS: 60, withinS: 50, tries: 3 } },
      210_014,
    ],
    ['an idle limit of 40 s, checked every 20 s', { idle: { closeAfterS: 40, checkEveryS: 20 } }, 60_014],
    [
      'a heartbeat within 30 s',
      { heartbeat: { send: null, expect: { text: null, hex: null, withinS: 30, pass: false } } },
      30_014,
    ],
  ])('%s', (_name, changes, boundMs) => {
    const { detection } = planOf(specWith({ sockets: [server(changes)] }));
    expect(detection.find(({ failure }) => failure === 'peer-hung')).toMatchObject({ covered: true, boundMs });
  });
});

test('the bound of the device is that of its slowest socket, and none where a socket does not see the failure', () => {
  const slow = server({ port: 80, keepalive: periods({ NO_DATA_PERIOD: 20, KA_SEND_PERIOD: 5 }) });
  const blind = server({ port: 81, keepalive: null });
  const boundMs = (...sockets: ReturnType<typeof server>[]) =>
    planOf(specWith({ sockets })).detection.find(({ failure }) => failure === 'cable-cut')?.boundMs;
  const alone = boundMs(slow) ?? 0;
  expect(boundMs(server({}), slow)).toBeGreaterThanOrEqual(alone);
  expect(boundMs(slow, server({}))).toBeGreaterThanOrEqual(alone);
  expect(boundMs(server({}), blind)).toBeNull();
  expect(boundMs(blind, server({}))).toBeNull();
});
