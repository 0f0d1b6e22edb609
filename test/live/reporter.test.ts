/** What the user sees of a running device. */
import { expect, test } from 'vitest';
import type { Plan } from '../../contract/plan.ts';
import { createLiveReporter } from '../../generator/cli/live/reporter.ts';
import { NS_PER_MS } from '../../simulator/clock.ts';
import type { TimelineEvent } from '../../simulator/timeline.ts';
import { recordedIo } from '../cli/recorded-io.ts';
import { BRISK, planOfText } from '../whole/firmware.ts';

const door = planOfText(JSON.stringify({ ...BRISK, chip: 'W5500', name: 'door', sockets: [{ port: 5000, count: 2 }] }));

function begin(json: boolean, plan: Plan = door) {
  const io = recordedIo();
  const clock = { ms: 0 };
  const options = { plan, io, tapName: 'kw0', hostIp: '192.168.1.1', json, nowMs: () => clock.ms };
  const reporter = createLiveReporter(options);
  const batch = (events: readonly object[], lostMs = 0): void =>
    reporter.batch({ kind: 'batch', events: events as TimelineEvent[], frames: [], lostNs: lostMs * NS_PER_MS });
  return { io, clock, reporter, batch };
}

const EVENTS = [
  { atNs: 3_019_000_000, kind: 'frame', from: 'device', summary: '', bytes: Uint8Array.of(1) },
  { atNs: 3_019_000_000, kind: 'command', socket: 0, command: 'LISTEN' },
  { atNs: 3_020_000_000, kind: 'step', text: 'cable cut' },
];

test('an introduction with what to try, then a line for each main event', () => {
  const { io, reporter, batch } = begin(false);
  reporter.begin();
  batch(EVENTS);
  expect(io.stdout.join('\n')).toBe(
    [
      'door with its W5500 is 192.168.1.20 on kw0; this machine is 192.168.1.1. Try:',
      '  ping 192.168.1.20',
      '  nc 192.168.1.20 5000',
      'Keys: c cuts or reconnects the cable, r resets the chip, q quits (each as a line on stdin).',
      '',
      '    3.020 s  cable cut',
    ].join('\n'),
  );
  expect(io.stderr).toEqual([]);
  expect(reporter).toMatchObject({ frames: 1, timeline: [] });
});

test('a WebSocket is tried by its URL, and so is its page', () => {
  const files = { 'index.html': '<p>' };
  const of = (...sockets: readonly object[]): readonly string[] => {
    const spec = { ...BRISK, chip: 'W5500', sockets: sockets.map((it) => ({ protocol: 'websocket', ...it })) };
    const { io, reporter } = begin(false, planOfText(JSON.stringify(spec), 'door', files));
    reporter.begin();
    const lines = io.stdout.join('\n').split('\n');
    return lines.slice(
      2,
      lines.findIndex((line) => line.startsWith('Keys')),
    );
  };
  expect(of({ port: 80, count: 2, websocket: { path: '/ws', page: 'index.html' } })).toEqual([
    '  http://192.168.1.20/',
    '  ws://192.168.1.20/ws',
  ]);
  expect(of({ port: 8080, count: 2 }, { port: 5000, protocol: 'stream' })).toEqual([
    '  ws://192.168.1.20:8080/',
    '  nc 192.168.1.20 5000',
  ]);
});

test('with --json the introduction goes to stderr, and the events except frames and commands are kept', () => {
  const { io, reporter, batch } = begin(true);
  reporter.begin();
  batch(EVENTS);
  expect(io.stdout).toEqual([]);
  expect(io.stderr[0]).toContain('Try:');
  expect(reporter.frames).toBe(1);
  expect(reporter.timeline).toMatchObject([{ kind: 'step', text: 'cable cut' }]);
});

test('lost time is warned of from 50 ms on, and not again within 5 s', () => {
  const { io, clock, batch } = begin(false);
  batch([], 49);
  expect(io.stderr).toEqual([]);
  batch([], 50);
  expect(io.stderr).toEqual([
    'this machine is too slow: the simulation has lost another 50 ms of real time, 0.050 s in total',
  ]);
  clock.ms = 4_999;
  batch([], 500);
  expect(io.stderr).toHaveLength(1);
  clock.ms = 5_000;
  batch([], 1500);
  expect(io.stderr[1]).toBe(
    'this machine is too slow: the simulation has lost another 1450 ms of real time, 1.500 s in total',
  );
});
