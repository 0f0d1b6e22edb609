import { describe, expect, test } from 'vitest';
import type { EventBody } from '../../simulator/timeline.ts';
import { judge } from '../../simulator/verdict/judge.ts';
import { ADDRESS, client, established, evidence, left, received, timeline } from './evidence.ts';
import { smallPlan } from './plan.ts';

const { tcpTimeoutMs, count } = smallPlan().retransmission;
/** When the chip gives up. */
const END_S = 30;
const BEGIN_S = END_S - tcpTimeoutMs / 1000;

function frame(change: Partial<EventBody & { readonly kind: 'frame' }> = {}): EventBody {
  const summary = `TCP 192.168.1.20:5000 > ${ADDRESS} [PSH ACK] seq=1 ack=1 len=5`;
  return { kind: 'frame', from: 'device', summary, bytes: new Uint8Array(0), ...change };
}

/** The peer is alive, the chip sends RCR + 1 times and gives up; the wire does this to each frame. */
function verdictWith(frames: readonly EventBody[], cause: 'timeout' | 'rst' = 'timeout') {
  const rows = frames.map((event, index) => [BEGIN_S + index / 10, event] as const);
  return judge(evidence({ timeline: timeline([1, established], ...rows, [END_S, left('CLOSED', cause)]) }));
}

const times = (length: number, event: EventBody): readonly EventBody[] => Array.from({ length }, () => event);

test.each([
  ['lost', frame({ lost: 'loss' })],
  ['cut off', frame({ lost: 'cut' })],
  ['damaged', frame({ impaired: ['corrupted'] })],
  ['answered, and the answers lost in flight', { ...frame(), kind: 'frame-lost', lost: 'cut' } as EventBody],
])('the chip gives up when each transmission was %s: no fault of the firmware', (_what, event) => {
  expect(verdictWith(times(count + 1, event)).failed).toEqual([]);
});

test.each([
  ['one transmission came through', times(count, frame({ lost: 'loss' }))],
  ['none was lost', times(count + 1, frame())],
  ['those of another connection were lost', times(count + 1, frame({ lost: 'loss', summary: 'TCP a > b [ACK]' }))],
])('a living peer is closed although %s', (_what, frames) => {
  expect(verdictWith(frames)).toMatchObject({ verdict: 'fail', failed: ['survivors'] });
});

test('frames that were lost explain no other end than a timeout', () => {
  expect(verdictWith(times(count + 1, frame({ lost: 'loss' })), 'rst').failed).toEqual(['survivors']);
});

test('frames that were lost before the last TCP timeout explain nothing', () => {
  const lost = times(count + 1, frame({ lost: 'loss' })).map((event) => [BEGIN_S - 1, event] as const);
  const events = timeline([1, established], ...lost, [END_S, left('CLOSED', 'timeout')]);
  expect(judge(evidence({ timeline: events })).failed).toEqual(['survivors']);
});

describe('an answer that did not come within 500 ms', () => {
  const [SAID_S, DUE_S] = [20, 20.5];
  const failedWith = (lostS: number, isMissing = true, event = frame({ lost: 'cut' })) => {
    const difference = { isMissing, text: 'no byte came', sinceNs: SAID_S * 1e9, atNs: DUE_S * 1e9 };
    const connections = [client({ traffic: 'dialogue', difference })];
    return judge(evidence({ timeline: timeline([1, established], [lostS, event]), connections })).failed;
  };

  test.each([
    ['when the question was lost', SAID_S],
    ['when its answer was lost', DUE_S],
    ['when what was said before it was lost, and is repeated', SAID_S - 3.9],
  ])('is excused %s', (_when, lostS) => {
    expect(failedWith(lostS)).toEqual([]);
  });

  test('is a fault when the frame was lost long before, or later, or belongs to another connection', () => {
    expect(failedWith(SAID_S - 4.1)).toEqual(['answers']);
    expect(failedWith(DUE_S + 0.1)).toEqual(['answers']);
    expect(failedWith(SAID_S, true, frame({ lost: 'cut', summary: 'TCP a > b [ACK]' }))).toEqual(['answers']);
  });

  test('is a fault when it came and was wrong', () => {
    expect(failedWith(SAID_S, false)).toEqual(['answers']);
  });
});

describe('a probe of which the wire has lost all transmissions but the last, 1.4 s after the first', () => {
  const PROBE_S = 15;
  const failedWith = (powerOffS: number) => {
    const sent = (attempt: number): EventBody => ({ kind: 'probe', socket: 0, attempt });
    const lost = [0, 0.2, 0.6].flatMap((afterS, attempt) => [
      [PROBE_S + afterS, sent(attempt)] as const,
      [PROBE_S + afterS, frame({ lost: 'cut' })] as const,
    ]);
    const last = [PROBE_S + 1.4, sent(3)] as const;
    const events = timeline([1, established], [1, received], ...lost, last, [PROBE_S + 3, left('CLOSED', 'timeout')]);
    const connections = [client({ failure: { atNs: powerOffS * 1e9, cause: 'power-off' } })];
    return judge(evidence({ timeline: events, connections })).failed;
  };

  test('is no fault when the peer had lost its power by then', () => {
    expect(failedWith(PROBE_S + 1.2)).toEqual([]);
  });

  test('is a fault when the peer could have answered', () => {
    expect(failedWith(PROBE_S + 2)).toEqual(['probes']);
  });
});
