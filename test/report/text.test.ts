import { describe, expect, test } from 'vitest';
import { linesOf } from '../../simulator/report/lines.ts';
import { tallyText } from '../../simulator/report/tally.ts';
import { type Paint, runToText } from '../../simulator/report/text.ts';
import type { EventBody } from '../../simulator/timeline.ts';
import type { Run } from '../../simulator/verdict/judged-run.ts';
import { answered, ended, established, left, probe, repeated, timeline } from '../scenario/evidence.ts';

const on = (socket: number, event: EventBody): EventBody => ({ ...event, socket }) as EventBody;
const step = (text: string): EventBody => ({ kind: 'step', text });

type Rows = readonly (readonly [atS: number, event: EventBody])[];

function lines(...rows: Rows): readonly string[] {
  return linesOf(timeline(...rows)).map(({ atNs, text }) => `${atNs / 1e9} ${text}`);
}

const cases: readonly (readonly [name: string, given: Rows, want: readonly string[]])[] = [
  ['a connection', [[1, established]], ['1 socket 0: ESTABLISHED with 192.168.1.10:49152']],
  [
    'sockets at once',
    [
      [1, established],
      [1.5, on(1, established)],
    ],
    ['1 sockets 0, 1: ESTABLISHED'],
  ],
  [
    'a second apart they are two lines',
    [
      [1, established],
      [2.1, on(1, established)],
    ],
    ['1 socket 0: ESTABLISHED with 192.168.1.10:49152', '2.1 socket 1: ESTABLISHED with 192.168.1.10:49152'],
  ],
  [
    'a step between keeps them apart',
    [
      [1, established],
      [1.1, step('x')],
      [1.2, on(1, established)],
    ],
    ['1 socket 0: ESTABLISHED with 192.168.1.10:49152', '1.1 x', '1.2 socket 1: ESTABLISHED with 192.168.1.10:49152'],
  ],
  [
    'one probe',
    [
      [1, probe],
      [1.0002, answered],
    ],
    ['1 socket 0: probe, answered within 0.2 ms'],
  ],
  [
    'an hour of probes is one line, with the slowest answer',
    [
      ...Array.from(
        { length: 240 },
        (_, index): Rows => [
          [index * 15, probe],
          [index * 15 + (index === 7 ? 0.00028 : 0.0002), answered],
        ],
      ).flat(),
    ],
    ['0 socket 0: 240 probes until 3585.000 s, each answered within 0.3 ms'],
  ],
  [
    'probes of several sockets',
    [
      [1, probe],
      [1.0001, answered],
      [2, on(1, probe)],
      [2.0001, on(1, answered)],
    ],
    ['1 2 probes on 2 sockets until 2.000 s, each answered within 0.1 ms'],
  ],
  [
    'an event between tells probes apart',
    [
      [1, probe],
      [1.0001, answered],
      [2, step('x')],
      [3, probe],
      [3.0001, answered],
    ],
    ['1 socket 0: probe, answered within 0.1 ms', '2 x', '3 socket 0: probe, answered within 0.1 ms'],
  ],
  [
    'no answer',
    [
      [1, probe],
      [1.2, repeated],
      [3, left('CLOSED', 'timeout')],
      [3, ended('probe-timeout')],
    ],
    [
      '1 socket 0: probe, repeated once, no answer',
      '3 socket 0: ESTABLISHED → CLOSED (timeout)',
      '3 socket 0: firmware reports the end, reason probe-timeout',
    ],
  ],
  [
    'an answer after an event',
    [
      [1, probe],
      [1.2, repeated],
      [1.3, step('cable mended')],
      [1.5, answered],
    ],
    ['1 socket 0: probe, repeated once, answered after 500.0 ms', '1.3 cable mended'],
  ],
  [
    'no answer on several sockets',
    [
      [1, probe],
      [1, on(3, probe)],
    ],
    ['1 sockets 0, 3: probe, no answer'],
  ],
  [
    'a violation',
    [[1, { kind: 'violation', rule: 'reserved', text: 'read of 0x0012' }]],
    ['1 violation (reserved): read of 0x0012'],
  ],
  ['a fault', [[1, { kind: 'firmware', what: 'fault', text: 'chip absent' }]], ['1 firmware: chip absent']],
  [
    'many refusals',
    [1, 2, 3].map((atS) => [atS, { kind: 'peer', peer: 'a', what: 'refused', text: '' }] as const),
    ['1 a: refused, 3 times'],
  ],
  [
    'handshakes and frames are left out',
    [
      [1, { kind: 'socket-state', socket: 0, from: 'LISTEN', to: 'SYNRECV', cause: 'handshake' }],
      [1, { kind: 'command', socket: 0, command: 'SEND' }],
    ],
    [],
  ],
  [
    'only a socket that had a connection listens again',
    [
      [0, { kind: 'socket-state', socket: 0, from: 'INIT', to: 'LISTEN', cause: 'command' }],
      [1, established],
      [2, left('CLOSED', 'rst')],
      [3, { kind: 'socket-state', socket: 0, from: 'INIT', to: 'LISTEN', cause: 'command' }],
    ],
    [
      '1 socket 0: ESTABLISHED with 192.168.1.10:49152',
      '2 socket 0: ESTABLISHED → CLOSED (rst)',
      '3 socket 0: listens again',
    ],
  ],
];
test.each(cases)('%s', (_name, given, want) => expect(lines(...given)).toEqual(want));

const RUN = {
  scenario: 'mine',
  title: 'Mine',
  engine: 'host',
  seed: 3,
  verdict: 'fail',
  reasons: ['It is so.'],
  detections: [
    {
      socket: 0,
      peer: 'client',
      diedAtMs: 1000,
      closedAtMs: 42_250,
      latencyMs: 41_250,
      toldMs: 41_250.9,
      boundMs: 46_800,
      reason: 'probe-timeout',
    },
  ],
  violations: [],
  timeline: timeline([12.3451, step('cable cut')]),
  stats: { engine: { cpu: null } },
} as unknown as Run;

test('a run as text', () => {
  expect(runToText(RUN)).toBe(
    [
      'mine: Mine (host engine, seed 3)',
      '  12.345 s  cable cut',
      '',
      '  FAIL  mine: detected after 41.250 s, bound 46.800 s',
      '        It is so.',
      '',
    ].join('\n'),
  );
});

test('the slowest is shown by the later moment, and the later moment where it is another one', () => {
  const [first] = RUN.detections;
  const told = { ...first, latencyMs: 0.1, toldMs: 3004, boundMs: 3142 };
  const soon = { ...first, latencyMs: 2000, toldMs: 2062, boundMs: 3142 };
  const untold = { ...first, latencyMs: 2000, toldMs: null, boundMs: 3142 };
  const line = (...detections: unknown[]): string | undefined =>
    runToText({ ...RUN, detections } as unknown as Run).split('\n')[3];
  expect(line(soon, told)).toBe('  FAIL  mine: detected after 0.1 ms, application told after 3.004 s, bound 3.142 s');
  expect(line(soon)).toBe('  FAIL  mine: detected after 2.000 s, bound 3.142 s');
  expect(line(untold)).toBe('  FAIL  mine: detected after 2.000 s, bound 3.142 s');
});

test('it is painted as the caller says', () => {
  expect(runToText(RUN, (style, text) => `<${style} ${text}>`).split('\n')).toEqual([
    '<bold mine>: Mine <dim (host engine, seed 3)>',
    '<dim   12.345 s>  <bold cable cut>',
    '',
    '  <red FAIL>  mine: detected after 41.250 s, bound 46.800 s',
    '        It is so.',
    '',
  ]);
});

test('what was measured of the instructions', () => {
  const cpu = {
    ...{ instructions: 1000, cycles: 2000, tickCycles: { least: 60, mean: 61.04, most: 97 }, longestPollNs: 133_528 },
    ...{ longestMaskedNs: 0, longestHandlingNs: 1347, stackBytes: 244 },
  };
  const run = { ...RUN, stats: { engine: { cpu } } } as unknown as Run;
  expect(runToText(run).split('\n').slice(-3, -1)).toEqual([
    '        tick interrupt 60 to 97 cycles, 61.0 on average; 1000 instructions in 2000 cycles',
    '        longest poll 133.5 µs, interrupts off for 0.0 µs and in handlers for 1.3 µs at most, stack 244 bytes',
  ]);
});

describe('the verdict', () => {
  const paint: Paint = (style, text) => `<${style} ${text}>`;

  test.each([
    ['pass', '  <green PASS>  mine'],
    ['not-covered', '  <yellow NOT COVERED>  mine'],
    ['fail', '  <red FAIL>  mine'],
  ] as const)('%s has a colour and a word of its own', (verdict, line) => {
    expect(runToText({ ...RUN, scenario: 'mine', verdict, detections: [] }, paint).split('\n')).toContain(line);
  });

  test.each([
    [18, 3, 0, '18 passed, 3 not covered'],
    [2, 0, 1, '2 passed, 1 failed'],
    [0, 1, 1, '0 passed, 1 not covered, 1 failed'],
    [4, 0, 0, '4 passed'],
  ])('%i passes, %i gaps of the spec and %i failures are counted apart', (passed, gaps, failed, text) => {
    const runs = (['pass', 'not-covered', 'fail'] as const).flatMap((verdict, index) =>
      Array.from({ length: [passed, gaps, failed][index] ?? 0 }, () => ({ verdict })),
    );
    expect(tallyText(runs.toReversed())).toBe(text);
  });
});
