import { describe, expect, test } from 'vitest';
import { packetsOf } from '../../scripts/behaviour/capture.ts';
import { comparePlayed, compareRun } from '../../scripts/behaviour/compare.ts';
import { exceptionFor } from '../../scripts/behaviour/exceptions.ts';
import { allInputs, selected } from '../../scripts/behaviour/inputs.ts';
import { optionsOf } from '../../scripts/behaviour/options.ts';
import {
  parseRecording,
  type RecordedFrame,
  type RecordedRun,
  type Recording,
  recordingText,
} from '../../scripts/behaviour/recording.ts';
import { reportOf } from '../../scripts/behaviour/report.ts';
import { pcapng } from '../../simulator/report/pcapng.ts';

const EXACT = { toleranceNs: 0 };
const frame = (atNs: number, from: string, hash: string): RecordedFrame => ({
  atNs,
  from,
  hash,
  summary: `TCP ${hash}`,
});
const RUN: RecordedRun = {
  scenario: 'cable-cut',
  verdict: 'pass',
  ends: [{ atNs: 5_000_000_000, socket: 0, reason: 'probe-timeout' }],
  detections: [
    {
      peer: 'client',
      socket: 0,
      reason: 'probe-timeout',
      diedAtMs: 1000,
      closedAtMs: 4999,
      latencyMs: 3999,
      boundMs: 4500,
    },
  ],
  frames: [frame(1000, 'client', 'aa'), frame(2000, 'device', 'bb'), frame(3000, 'client', 'cc')],
};
const [END, DETECTION] = [RUN.ends[0], RUN.detections[0]];

function withFrame(index: number, change: Partial<RecordedFrame>): RecordedRun {
  return { ...RUN, frames: RUN.frames.map((it, at) => (at === index ? { ...it, ...change } : it)) };
}

describe('what differs between two runs', () => {
  test('nothing', () => {
    expect(compareRun(RUN, structuredClone(RUN), EXACT)).toEqual({
      scenario: 'cable-cut',
      differences: [],
      shiftNs: 0,
    });
  });

  const cases: readonly (readonly [string, RecordedRun, readonly string[]])[] = [
    ['the verdict', { ...RUN, verdict: 'fail' }, ['verdict: before pass; now fail']],
    [
      'the reason of an end',
      { ...RUN, ends: [{ atNs: 5e9, socket: 0, reason: 'reset' }] },
      ['end 1: before socket 0, probe-timeout; now socket 0, reset'],
    ],
    [
      'an end more',
      { ...RUN, ends: [...RUN.ends, { atNs: 6e9, socket: 1, reason: 'reset' }] },
      ['end 2: before none; now socket 1, reset'],
    ],
    [
      'the time of an end',
      { ...RUN, ends: [{ ...END, atNs: 5e9 + 1 } as never] },
      ['ends or detections are up to 1 ns apart'],
    ],
    [
      'a failure that is noticed no more',
      { ...RUN, detections: [{ ...DETECTION, reason: null } as never] },
      [
        'detection 1: before client on socket 0, probe-timeout, bound 4500 ms; now client on socket 0, not noticed, bound 4500 ms',
      ],
    ],
    [
      'the time of a detection',
      { ...RUN, detections: [{ ...DETECTION, closedAtMs: 4999.000001 } as never] },
      ['ends or detections are up to 1 ns apart'],
    ],
    [
      'the bytes of a frame',
      withFrame(1, { hash: 'dd', summary: 'TCP dd' }),
      ['frame 1 from device: before at 0.000002000 s TCP bb (bytes bb); now at 0.000002000 s TCP dd (bytes dd)'],
    ],
    [
      'a later frame',
      withFrame(2, { atNs: 3001 }),
      ['frame 2 from client: before at 0.000003000 s TCP cc; now the same 1 ns later'],
    ],
    [
      'an earlier frame',
      withFrame(2, { atNs: 2998 }),
      ['frame 2 from client: before at 0.000003000 s TCP cc; now the same 2 ns earlier'],
    ],
    [
      'a frame less',
      { ...RUN, frames: RUN.frames.slice(0, 2) },
      ['frame 2 from client: before at 0.000003000 s TCP cc (bytes cc); now none'],
    ],
    [
      'a frame of a new sender',
      { ...RUN, frames: [frame(10, 'stranger', 'ee'), ...RUN.frames] },
      ['frame 1 from stranger: before none; now at 0.000000010 s TCP ee (bytes ee)'],
    ],
    [
      'several frames: the earliest is told',
      { ...RUN, frames: [RUN.frames[0] as RecordedFrame] },
      ['frame 1 from device: before at 0.000002000 s TCP bb (bytes bb); now none'],
    ],
  ];
  test.each(cases)('%s', (_name, after, differences) => {
    expect(compareRun(RUN, after, EXACT).differences).toEqual(differences);
  });

  test('the wording of a frame is none', () => {
    expect(compareRun(RUN, withFrame(0, { summary: 'in other words' }), EXACT).differences).toEqual([]);
  });

  test('times within the tolerance are none, and the largest shift is told', () => {
    const after: RecordedRun = { ...withFrame(1, { atNs: 2100 }), ends: [{ ...END, atNs: 5e9 - 60 } as never] };
    expect(compareRun(RUN, after, { toleranceNs: 100 })).toMatchObject({ differences: [], shiftNs: 100 });
    expect(compareRun(RUN, after, { toleranceNs: 99 }).differences).toHaveLength(1);
  });

  test('frames of two senders may change places within the tolerance', () => {
    const after = {
      ...RUN,
      frames: [frame(2500, 'device', 'bb'), frame(1000, 'client', 'aa'), frame(2400, 'client', 'cc')],
    };
    expect(compareRun(RUN, after, { toleranceNs: 600 })).toMatchObject({ differences: [], shiftNs: 600 });
  });

  test('without times only verdict, ends and detections count', () => {
    const after = { ...RUN, frames: [], ends: [{ ...END, atNs: 1 } as never] };
    expect(compareRun(RUN, after, { toleranceNs: null }).differences).toEqual([]);
    expect(compareRun(RUN, { ...after, verdict: 'fail' }, { toleranceNs: null }).differences).toHaveLength(1);
  });
});

describe('what differs between two calls of the command line', () => {
  const before = { exitCode: 0, message: null, runs: [RUN] };

  test('a run that is missing now, and why', () => {
    const [run] = comparePlayed(before, { exitCode: 2, message: 'error: no', runs: [] }, EXACT);
    expect(run?.differences).toEqual(['no such run any more; exit code 2, error: no']);
  });

  test('a run that is new is no difference', () => {
    const after = { ...before, runs: [RUN, { ...RUN, scenario: 'echo' }] };
    expect(comparePlayed(before, after, EXACT)).toEqual([{ scenario: 'cable-cut', differences: [], shiftNs: 0 }]);
  });

  test('the exit code', () => {
    const runs = comparePlayed(before, { ...before, exitCode: 1 }, EXACT);
    expect(runs.at(-1)).toMatchObject({ differences: ['exit code: before exit code 0; now exit code 1'] });
  });
});

describe('the report', () => {
  const alike = { scenario: 'echo', differences: [], shiftNs: 0 };
  const different = { scenario: 'cable-cut', differences: ['verdict: before pass; now fail'], shiftNs: 0 };

  test('of runs that are all alike', () => {
    const { lines, isAlike } = reportOf([
      { id: 'examples:a', exception: null, runs: [alike, { ...alike, shiftNs: 7 }] },
    ]);
    expect(lines).toEqual(['2 runs alike (times in 1 of them up to 7 ns apart), 0 differ']);
    expect(isAlike).toBe(true);
  });

  test('of nothing is no success', () => {
    expect(reportOf([])).toEqual({ lines: ['0 runs alike, 0 differ'], isAlike: false });
  });

  test('of runs that differ', () => {
    const runs = [alike, different, { ...different, scenario: 'power-cut' }];
    const { lines, isAlike } = reportOf([{ id: 'examples:a', exception: null, runs }]);
    expect(lines).toEqual([
      'examples:a: cable-cut, power-cut',
      '  verdict: before pass; now fail',
      '1 runs alike, 2 differ',
    ]);
    expect(isAlike).toBe(false);
  });

  test('of runs that may differ', () => {
    const { lines, isAlike } = reportOf([{ id: 'examples:a', exception: 'a bug', runs: [alike, different] }]);
    expect(lines.slice(-2)).toEqual(['excepted: a bug', '1 runs alike, 0 differ, 1 differ as they may']);
    expect(isAlike).toBe(true);
  });
});

describe('what may differ', () => {
  const top = { NO_DATA_PERIOD: 60, KA_SEND_PERIOD: 35 };
  const own = { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 };
  const cases: readonly (readonly [string, object, boolean])[] = [
    ['all sockets override the periods', { keepalive: top, sockets: [{ keepalive: own }, { keepalive: own }] }, true],
    ['one socket does not', { keepalive: top, sockets: [{ keepalive: own }, {}] }, false],
    ['the overrides are the same periods', { keepalive: top, sockets: [{ keepalive: top }] }, false],
    ['no probes at all', { keepalive: top, sockets: [{ keepalive: null }] }, false],
    ['no sockets', { keepalive: top }, false],
  ];
  test.each(cases)('%s', (_name, spec, may) => {
    const input = { id: 'a', file: 'a.json', spec: JSON.stringify(spec), scenarios: null };
    expect(exceptionFor(input) !== null).toBe(may);
  });
});

test('the frames of a capture: senders, times beyond 2^32 ns, bytes; comments make no difference', () => {
  const event = (atNs: number, from: string, byte: number) =>
    ({ kind: 'frame', atNs, from, summary: '', bytes: new Uint8Array(61).fill(byte), lost: null }) as never;
  const events = [event(1, 'client', 1), event(5e9, 'device', 2), event(3_600e9 + 1, 'client', 1)];
  const packets = packetsOf(pcapng(events));
  expect(packets.map(({ atNs, from }) => [atNs, from])).toEqual([
    [1, 'client'],
    [5e9, 'device'],
    [3_600e9 + 1, 'client'],
  ]);
  expect(packets[0]?.hash).toBe(packets[2]?.hash);
  expect(packets[0]?.hash).not.toBe(packets[1]?.hash);
  const step = { kind: 'step', atNs: 0, text: 'said' } as never;
  expect(packetsOf(pcapng([step, ...events]))).toEqual(packets);
  expect(() => packetsOf(new Uint8Array(32))).toThrow('not little-endian pcapng');
});

test('a recording is the same after writing and reading it', () => {
  const input = { id: 'examples:a', file: 'a.json', spec: '{}', scenarios: { mine: { name: 'mine' } } };
  const entries = [{ input, played: { exitCode: 0, message: null, runs: [RUN] } }];
  const recording: Recording = { format: 1, commit: 'abc', engine: 'host', entries };
  expect(parseRecording(recordingText(recording))).toEqual(recording);
  expect(() => parseRecording('{"format":2}')).toThrow('format 1');
});

describe('what is played', () => {
  const inputs = allInputs();

  test('every example, and the matrix on both chips; every id once', () => {
    const ids = inputs.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('examples:w5500-minimal');
    expect(ids).toContain('matrix:W5200:question-and-answer');
    expect(Object.keys(inputs.find(({ id }) => id === 'matrix:W5500:goodbye')?.scenarios ?? {})).toContain('goodbye');
  });

  test('a part of it', () => {
    const idsOf = (...only: string[]): readonly string[] => selected(inputs, only).map(({ id }) => id);
    expect(idsOf()).toHaveLength(inputs.length);
    expect(idsOf('examples:client', 'matrix:W5500:probe')).toEqual(['examples:client', 'matrix:W5500:probe']);
    expect(idsOf('matrix:W5500').every((id) => id.startsWith('matrix:W5500:'))).toBe(true);
    expect(idsOf('matrix:W55')).toEqual([]);
  });
});

describe('arguments', () => {
  test('defaults', () => {
    const defaults = { only: [], engine: 'host', toleranceNs: 0, jobs: 2 };
    expect(optionsOf(['--against', 'HEAD~1'])).toMatchObject({ against: 'HEAD~1', ...defaults });
  });

  test.each([
    [[], '--against or --baseline'],
    [['--against', 'a', '--baseline', 'b'], 'not both'],
    [['--save', 'a', '--engine', 'avr'], 'host and arm'],
    [['--save', 'a', '--jobs', '0'], 'a whole number from 1'],
    [['--save', 'a', '--tolerance', '1.5'], 'a whole number from 0'],
  ])('%j', (args, message) => {
    expect(() => optionsOf(args)).toThrow(message);
  });
});
