import { describe, expect, test } from 'vitest';
import type { EventBody } from '../../simulator/timeline.ts';
import type { Evidence } from '../../simulator/verdict/evidence.ts';
import { judge } from '../../simulator/verdict/judge.ts';
import {
  answered,
  client,
  cutAt,
  ended,
  established,
  evidence,
  left,
  probe,
  read,
  received,
  repeated,
  sent,
  timeline,
} from './evidence.ts';
import { smallPlan } from './plan.ts';

// The plan of these tests: first probe 13 to 14 s after the last data, then every 5 s, a poll takes 20 ms; a cut cable
// is detected within 18.020 s with the reason probe-timeout. The client connects at 1 s and its data arrives at 2 s.
const DETECTED = { detected: [{ peer: 'client', as: 'cable-cut' as const }] };
const bytes = (...values: readonly number[]) => Uint8Array.from(values);

function cut(closedAtS: number, reason = 'probe-timeout', reportedAtS = closedAtS): Partial<Evidence> {
  const rows = timeline(
    [1, established],
    [2, received],
    [15.5, probe],
    [15.7, repeated],
    [closedAtS, left('CLOSED', 'timeout')],
    [reportedAtS, ended(reason)],
  );
  return { connections: [client(cutAt(3))], timeline: rows };
}

type Given = Parameters<typeof evidence>[0];

const passing: readonly (readonly [name: string, given: Given])[] = [
  ['a failure detected at the last moment of the bound', { ...cut(21.02), expect: DETECTED }],
  ['a failure that the scenario does not ask about', cut(18.5)],
  [
    'another reason, where the scenario asks for it',
    { ...cut(18.5, 'reset'), expect: { detected: [{ peer: 'client', as: 'cable-cut', reason: 'reset' }] } },
  ],
  [
    'first probe at the earliest',
    { timeline: timeline([1, established], [2, received], [14.98, probe], [14.99, answered]), endNs: 18e9 },
  ],
  [
    'first probe at the latest',
    { timeline: timeline([1, established], [2, received], [16.04, probe], [16.05, answered]), endNs: 18e9 },
  ],
  [
    'data just before the first probe',
    { timeline: timeline([1, established], [2, received], [16, received]), endNs: 18e9 },
  ],
  [
    'silence since data arrived, which the application takes later',
    { timeline: timeline([1, established], [2, received], [15.5, probe], [15.6, answered], [16, read]), endNs: 18e9 },
  ],
  [
    'a due probe until the firmware has seen new data',
    {
      timeline: timeline([1, established], [2, received], [15.5, received], [15.52, probe], [15.6, answered]),
      endNs: 20e9,
    },
  ],
  [
    'silence since the first data that the application sends',
    { timeline: timeline([1, established], [2, sent], [15.5, probe], [15.6, answered]), endNs: 18e9 },
  ],
  ['no probe for a connection without data', { timeline: timeline([1, established]) }],
  [
    'no probe while the device sends',
    { timeline: timeline([1, established], [2, received], [3, { kind: 'retransmission', socket: 0, attempt: 1 }]) },
  ],
  [
    'no probe while the peer does not read',
    { timeline: timeline([1, established], [2, received]), connections: [client({ stoppedReading: true })] },
  ],
  [
    'a repeated probe shifts the next',
    {
      timeline: timeline(
        [1, established],
        [2, received],
        [15.5, probe],
        [15.7, repeated],
        [15.8, answered],
        [22, probe],
        [22.1, answered],
      ),
      endNs: 24e9,
    },
  ],
  [
    'an echo that is not yet complete',
    { timeline: timeline([1, established]), connections: [client({ sent: bytes(1, 2), received: bytes(1) })] },
  ],
  ['a connection that closes after its peer died', cut(4)],
];
test.each(passing)('passes: %s', (_name, given) => {
  expect(judge(evidence(given))).toMatchObject({ verdict: 'pass' });
});

const failing: readonly (readonly [name: string, given: Given, want: RegExp])[] = [
  [
    'detected just too late',
    { ...cut(21.021), expect: DETECTED },
    /^client: cable cut at 3\.000 s, detected too late: .* 18\.021 s later; the bound is 18\.020 s\.$/,
  ],
  [
    'told too late',
    { ...cut(21, 'probe-timeout', 21.021), expect: DETECTED },
    /reported to the application too late: 18\.021 s later/,
  ],
  [
    'the wrong reason',
    { ...cut(18.5, 'reset'), expect: DETECTED },
    /wrong reason: "reset"; the plan says "probe-timeout"/,
  ],
  [
    'never told',
    {
      timeline: timeline([1, established], [2, received], [15.5, probe], [18.5, left('CLOSED', 'timeout')]),
      connections: [client(cutAt(3))],
      expect: DETECTED,
    },
    /did not report it to its application/,
  ],
  [
    'not detected',
    {
      timeline: timeline([1, established], [2, received], [15.5, probe]),
      connections: [client(cutAt(3))],
      expect: DETECTED,
    },
    /not detected: socket 0 is still ESTABLISHED 57\.000 s later; the bound is 18\.020 s/,
  ],
  [
    'a bound of the scenario',
    { ...cut(18.5), expect: { detected: [{ peer: 'client', as: 'cable-cut', within: { s: 15 } }] } },
    /the bound is 15\.000 s/,
  ],
  ['never connected', { connections: [client(cutAt(3))], expect: DETECTED }, /never reached a socket/],
  ['never ended', { timeline: timeline([1, established]), expect: DETECTED }, /no connection of it was ended/],
  [
    'a silent client closed though the plan says that it is not covered',
    { ...cut(18.5), expect: { detected: [{ peer: 'client', as: 'silent-client' }] } },
    /the plan says that nothing covers this, yet/,
  ],
  [
    'a living peer closed',
    { timeline: timeline([1, established], [9, left('CLOSED', 'timeout')]) },
    /^Socket 0 left ESTABLISHED at 9\.000 s \(timeout\) although client was alive\.$/,
  ],
  ['closed before its peer died', { ...cut(2.5), expect: DETECTED }, /although client was alive/],
  ['alive, but never connected', { connections: [], expect: { alive: ['client'] } }, /never was/],
  ['alive, but ended', { ...cut(18.5), expect: { alive: ['client'] } }, /the scenario has ended its connection/],
  [
    'alive, but without its echo',
    {
      timeline: timeline([1, established]),
      connections: [client({ sent: bytes(1, 2, 3), received: bytes(1) })],
      expect: { alive: ['client'] },
    },
    /2 of the 3 bytes sent by/,
  ],
  [
    'other bytes',
    { connections: [client({ sent: bytes(1, 2, 3), received: bytes(1, 3) })] },
    /different bytes than it sent, from byte 1 on/,
  ],
  [
    'more bytes than sent',
    { connections: [client({ sent: bytes(1), received: bytes(1, 2) })] },
    /different bytes .* from byte 1 on/,
  ],
  [
    'fewer bytes than asked',
    {
      connections: [client({ sent: bytes(1), received: bytes(1) })],
      expect: { echoed: [{ peer: 'client', bytes: 2 }] },
    },
    /got back 1 byte; 2 are expected/,
  ],
  [
    'a probe long after the firmware should have seen new data',
    { timeline: timeline([1, established], [2, received], [15.5, received], [15.521, probe]), endNs: 16e9 },
    /first probe too early, 0\.021 s/,
  ],
  [
    'first probe too early',
    { timeline: timeline([1, established], [2, received], [14.979, probe], [14.98, answered]), endNs: 16e9 },
    /first probe too early, 12\.979 s/,
  ],
  [
    'first probe too late',
    { timeline: timeline([1, established], [2, received], [16.041, probe], [16.05, answered]), endNs: 18e9 },
    /first probe too late, 14\.041 s/,
  ],
  [
    'no first probe',
    { timeline: timeline([1, established], [2, received]), endNs: 16.041e9 },
    /no probe until 16\.041 s/,
  ],
  [
    'a probe before data',
    { timeline: timeline([1, established], [1.5, probe], [1.6, answered]) },
    /before the connection had carried data/,
  ],
  [
    'the next probe too early',
    {
      timeline: timeline(
        [1, established],
        [2, received],
        [15.5, probe],
        [15.6, answered],
        [20.479, probe],
        [20.5, answered],
      ),
      endNs: 22e9,
    },
    /the next probe after 4\.979 s/,
  ],
  [
    'the next probe too late',
    {
      timeline: timeline(
        [1, established],
        [2, received],
        [15.5, probe],
        [15.6, answered],
        [20.521, probe],
        [20.6, answered],
      ),
      endNs: 22e9,
    },
    /the next probe after 5\.021 s/,
  ],
  [
    'no further probe',
    { timeline: timeline([1, established], [2, received], [15.5, probe], [15.6, answered]), endNs: 20.521e9 },
    /no further probe/,
  ],
  [
    'a probe unanswered though the peer lives',
    { timeline: timeline([1, established], [2, received], [15.5, probe]), endNs: 18e9 },
    /probe at 15\.500 s was not answered although client was alive/,
  ],
  [
    'fewer answers than asked',
    {
      timeline: timeline([1, established], [2, received], [15.5, probe], [15.6, answered]),
      endNs: 18e9,
      expect: { probesAnswered: [{ peer: 'client', atLeast: 2 }] },
    },
    /answered 1 probe; at least 2/,
  ],
  [
    'a violation',
    { timeline: timeline([4, { kind: 'violation', rule: 'reserved', text: 'read of 0x0012' }]) },
    /^Violation \(reserved\) at 4\.000 s: read of 0x0012$/,
  ],
  [
    'stuck firmware',
    { engine: { end: 'stuck', where: 'kw_wait < main', reason: 'no interrupt can come.' } },
    /^The firmware is stuck at 60\.000 s, in kw_wait < main: no interrupt can come\.$/,
  ],
  ['a trap', { engine: { end: 'trap' } }, /trapped at 60\.000 s/],
  ['main returned', { engine: { end: 'returned' } }, /main returned/],
  ['a step that failed', { unfinished: 'A step failed: x.' }, /A step failed/],
];
test.each(failing)('fails: %s', (_name, given, want) => {
  const { verdict, reasons } = judge(evidence(given));
  expect(verdict).toBe('fail');
  expect(reasons).toContainEqual(expect.stringMatching(want));
});

test('a failure hides what went well, a pass tells it', () => {
  expect(judge(evidence({ ...cut(18.5), expect: DETECTED })).reasons).toEqual([
    'client: cable cut at 3.000 s, detected: socket 0 left ESTABLISHED 15.500 s later, reason probe-timeout; the bound is 18.020 s.',
  ]);
  expect(judge(evidence({ ...cut(18.5), expect: DETECTED, engine: { end: 'trap' } })).reasons).toHaveLength(1);
});

describe('a failure that nothing covers', () => {
  const given: Given = {
    timeline: timeline([1, established]),
    connections: [client(cutAt(3))],
    expect: { detected: [{ peer: 'client', as: 'silent-client' }] },
  };
  const story = 'client: cable cut at 3.000 s, not detected: socket 0 is still ESTABLISHED 56.000 s later.';

  test('is not covered, and the keys that would cover it are named', () => {
    expect(judge(evidence(given))).toMatchObject({
      verdict: 'not-covered',
      reasons: [`${story} Nothing in the spec covers silent-client. To cover it, add "primer" or "idle" to the spec.`],
    });
  });

  test('says why', () => {
    const whyUndetected = (failure: string) => `nothing looks for a ${failure}`;
    expect(judge(evidence({ ...given, whyUndetected })).reasons).toEqual([
      `${story} Nothing in the spec covers silent-client, because nothing looks for a silent-client. To cover it, add "primer" or "idle" to the spec.`,
    ]);
  });

  test('fails where something else is wrong', () => {
    const { verdict, reasons } = judge(evidence({ ...given, engine: { end: 'trap' } }));
    expect([verdict, reasons]).toEqual(['fail', ['The firmware trapped at 60.000 s.']]);
  });

  test('fails where the scenario demands a reason', () => {
    const demanding = { detected: [{ peer: 'client', as: 'silent-client' as const, reason: 'idle' as const }] };
    const sentence =
      'client: the scenario demands the reason "idle", and nothing in the spec covers silent-client; "primer" or "idle" would.';
    expect(judge(evidence({ ...given, expect: demanding }))).toMatchObject({ verdict: 'fail', reasons: [sentence] });
    const foreign = judge(evidence({ ...given, expect: demanding, externalFirmware: true }));
    expect(foreign).toMatchObject({ verdict: 'fail', reasons: [expect.stringContaining('is still ESTABLISHED')] });
  });

  test('fails where the scenario demands a time', () => {
    const within = { detected: [{ peer: 'client', as: 'silent-client' as const, within: { s: 20 } }] };
    for (const externalFirmware of [false, true]) {
      expect(judge(evidence({ ...given, expect: within, externalFirmware }))).toMatchObject({ verdict: 'fail' });
    }
  });

  test('leaves out the client that it keeps from the port', () => {
    const leftOut = [{ peer: 'next', holder: 'client', socket: 0, failure: 'silent-client' as const }];
    const alive = {
      alive: ['next'],
      echoed: [{ peer: 'next', bytes: 5 }],
      probesAnswered: [{ peer: 'next', atLeast: 1 }],
    };
    expect(judge(evidence({ ...given, expect: alive, leftOut }))).toMatchObject({
      verdict: 'not-covered',
      reasons: [
        'next was left out, since socket 0 still holds the connection of client, which has failed. Nothing in the spec covers silent-client. To cover it, add "primer" or "idle" to the spec.',
      ],
    });
  });

  test('is not covered for foreign firmware either', () => {
    const { verdict, reasons } = judge(evidence({ ...given, externalFirmware: true }));
    expect([verdict, reasons]).toEqual([
      'not-covered',
      [expect.stringMatching(/add "primer" or "idle" to the spec\.$/)],
    ]);
  });
});

describe('a reason that the scenario demands of foreign firmware', () => {
  const expected = { detected: [{ peer: 'client', as: 'cable-cut' as const, reason: 'probe-timeout' as const }] };
  test.each([
    ['is reported', ended('probe-timeout'), 'pass', /nothing is promised/],
    ['differs', ended('reset'), 'fail', /reason "reset"; the scenario demands "probe-timeout"/],
    ['is not reported', read, 'fail', /the firmware reported no reason; the scenario demands/],
  ])('%s', (_name, event, verdict, want) => {
    const rows = timeline([1, established], [2, received], [18, left('CLOSED', 'timeout')], [18, event]);
    const run = judge(
      evidence({ timeline: rows, connections: [client(cutAt(3))], expect: expected, externalFirmware: true }),
    );
    expect(run.verdict).toBe(verdict);
    expect(run.reasons[0]).toMatch(want);
  });
});

test('a detection in milliseconds', () => {
  expect(judge(evidence({ ...cut(18.5), expect: DETECTED })).detections).toEqual([
    {
      socket: 0,
      peer: 'client',
      diedAtMs: 3000,
      closedAtMs: 18500,
      latencyMs: 15500,
      toldMs: 15500,
      boundMs: 18020,
      reason: 'probe-timeout',
    },
  ]);
});

test('a failure that is not detected has a row too', () => {
  const facts = evidence({ timeline: timeline([1, established]), connections: [client(cutAt(3))] });
  expect(judge(facts).detections).toEqual([
    {
      socket: 0,
      peer: 'client',
      diedAtMs: 3000,
      closedAtMs: null,
      latencyMs: null,
      toldMs: null,
      boundMs: null,
      reason: null,
    },
  ]);
});

test('of many violations the first few are told, the rest counted', () => {
  const rows = Array.from({ length: 9 }, (_, index) => [index, { kind: 'violation', rule: 'r', text: 't' }] as const);
  const { reasons, violations } = judge(evidence({ timeline: timeline(...rows) }));
  expect(reasons).toHaveLength(6);
  expect(reasons[5]).toBe('4 more violations.');
  expect(violations).toHaveLength(9);
});

test('a peer that closes at once goes on to do so after the steps: those connections are not judged', () => {
  const second = '192.168.1.10:49153';
  const rows = timeline(
    [1, established],
    [1.1, left('CLOSE_WAIT', 'fin')],
    [59.9, { kind: 'socket-state', socket: 0, from: 'SYNSENT', to: 'ESTABLISHED', cause: 'handshake', peer: second }],
  );
  const given = {
    timeline: rows,
    stepsDoneNs: 59e9,
    connections: [
      client({ failure: { atNs: 1.1e9, cause: 'close' } }),
      client({ address: second, establishedAtNs: 59.9e9, failure: { atNs: 59.95e9, cause: 'close' } }),
    ],
    expect: { detected: [{ peer: 'client', as: 'orderly-close' as const }] },
    externalFirmware: true,
  };
  expect(judge(evidence(given))).toMatchObject({
    verdict: 'pass',
    reasons: [expect.stringMatching(/^client: gone at 1\.100 s, socket 0 left ESTABLISHED 0\.0 ms later \(fin\)/)],
  });
  expect(judge(evidence({ ...given, stepsDoneNs: 59.96e9 }))).toMatchObject({ verdict: 'fail' });
});

type Row = readonly [atS: number, event: EventBody];

describe('probes that pings leave', () => {
  const ping = { afterIdleMs: 20_000, withinMs: 2000, tries: 2 };
  const plan = smallPlan();
  const sockets = plan.sockets.map((socket) => ({ ...socket, watch: { ...socket.watch, ping } }));
  const pinged = (rows: readonly Row[], atLeast: number, endS = 60) =>
    judge(
      evidence({
        plan: { ...plan, sockets },
        timeline: timeline([1, established], [2, received], ...rows),
        expect: { probesAnswered: [{ peer: 'client', atLeast }] },
        endNs: endS * 1e9,
      }),
    );
  const probes = (...atS: readonly number[]) =>
    atS.flatMap((s): readonly Row[] => [
      [s, probe],
      [s + 0.1, answered],
    ]);

  test('none is expected where a pong comes before the first', () => {
    const pongs: readonly Row[] = [11, 20, 29, 38, 47, 56].map((s) => [s, received]);
    expect(pinged(pongs, 5).verdict).toBe('pass');
  });

  test('those between two pongs are', () => {
    const rows: readonly Row[] = [...probes(15.5, 20.5), [22, received], ...probes(35.5, 40.5), [42, received]];
    expect(pinged(rows, 5, 50).verdict).toBe('pass');
    const [, , ...less] = rows;
    expect(pinged(less, 5, 50).verdict).toBe('fail');
  });

  test('of a connection on which nothing is heard, all', () => {
    expect(pinged(probes(15.5, 20.5, 25.5), 3, 28).verdict).toBe('pass');
    expect(pinged(probes(15.5), 3, 28).verdict).toBe('fail');
  });
});

describe('a cable cut while the device is sending, where answers are not echoes', () => {
  const repeatedData: EventBody = { kind: 'retransmission', socket: 0, attempt: 1 };
  const given = (sentS: number, closedS: number, reason = 'send-timeout') =>
    judge(
      evidence({
        connections: [client({ ...cutAt(3), traffic: 'dialogue' })],
        timeline: timeline(
          [1, established],
          [2, received],
          [sentS, sent],
          [sentS + 0.2, repeatedData],
          [closedS, left('CLOSED', 'timeout')],
          [closedS, ended(reason)],
        ),
        expect: { detected: [{ peer: 'client', as: 'cut-while-sending' }] },
      }),
    );

  test('what was sent before is given up within its bound', () => {
    expect(given(2.9, 5.9).reasons.join()).toMatch(/the bound is 3\.040 s/);
    expect(given(2.9, 6.1).verdict).toBe('fail');
  });

  test('what a method sends later has the bound of a cut cable', () => {
    expect(given(13, 16, 'probe-timeout').reasons.join()).toMatch(/the bound is 18\.020 s/);
  });
});
