import { beforeAll, describe, expect, test } from 'vitest';
import { runScenario } from '../../simulator/run-scenario.ts';
import { checkScenario } from '../../simulator/scenario/format/parse.ts';
import type { Run } from '../../simulator/verdict/judged-run.ts';
import { CHIPS_ABOVE, isWhole, parted } from '../whole/share.ts';
import { type Firmware, firmwareOf } from './firmware.ts';

const SPEC = {
  keepalive: { NO_DATA_PERIOD: 3, KA_SEND_PERIOD: 2 },
  timer: { prescaler: 71 },
  retransmission: { timeoutMs: 100, count: 3 },
};
/** Nothing of the device's own ever leaves. */
const QUIET = { ...SPEC, sockets: [{ role: 'server', port: 5000, keepalive: null }] };
const HELLO = [
  { do: 'connect', peer: 'client' },
  { do: 'send', peer: 'client', text: 'hello' },
  { do: 'expect-echo', peer: 'client' },
];
const pause = (s: number) => ({ do: 'wait', for: { s } });
const GONE = { do: 'wait-until', peer: 'client', is: 'detected' };
const ALIVE = { alive: ['client'] };
const S = 1_000_000_000;
/** A day, or where time is short a minute and a half of it. */
const LONG_S = isWhole ? 86_400 : 90;

function play(firmware: Firmware, kind: object, steps: readonly unknown[], expected: object = {}): Run {
  const peers = [{ name: 'client', ...kind }];
  const checked = checkScenario({ name: 'mine', title: 'Mine', peers, steps, expect: expected });
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return runScenario({ ...firmware, scenario: checked.value });
}

const passed = ({ verdict, reasons }: Run) => expect(verdict, reasons.join('\n')).toBe('pass');
const reasonsTold = ({ timeline }: Run) =>
  timeline.flatMap((event) => (event.kind === 'firmware' && event.what === 'ended' ? [event.reason] : []));
const at = ({ timeline }: Run, isIt: (event: Run['timeline'][number]) => boolean): number =>
  timeline.find(isIt)?.atNs ?? Number.NaN;
const framesFrom = ({ timeline }: Run, from: string) =>
  timeline.filter((event) => event.kind === 'frame' && event.from === from && event.summary.startsWith('TCP'));

describe.each(CHIPS_ABOVE)('beside the %s', (chip) => {
  let firmware: Firmware;
  let quiet: Firmware;
  beforeAll(async () => {
    [firmware, quiet] = await Promise.all([
      firmwareOf({ chip, ...SPEC, sendTimeoutS: null }),
      firmwareOf({ chip, ...QUIET }),
    ]);
  });

  test('Linux’ own keepalive: both probe, nobody is closed', () => {
    passed(play(firmware, { kind: 'linux-keepalive' }, [...HELLO, pause(LONG_S)], ALIVE));
  });

  // Of the host alone test/host shows it, too.
  test.each(parted([], ['two hours']))('Linux’ own keepalive alone probes after %s', () => {
    const alone = play(quiet, { kind: 'linux-keepalive' }, [...HELLO, pause(7210)], ALIVE);
    passed(alone);
    const sent = framesFrom(alone, 'client').slice(-2);
    const [last, probe] = sent.map(({ atNs }) => atNs);
    expect(((probe ?? 0) - (last ?? 0)) / S).toBeCloseTo(7200, 2);
  });

  test('Node’s own keepalive probes every second, and the chip answers each probe', () => {
    passed(play(firmware, { kind: 'node-keepalive' }, [...HELLO, pause(LONG_S)], ALIVE));
    const run = play(quiet, { kind: 'node-keepalive' }, [...HELLO, pause(100)], ALIVE);
    passed(run);
    const plain = play(quiet, { kind: 'plain' }, [...HELLO, pause(100)], ALIVE);
    for (const side of ['client', 'device']) {
      const more = framesFrom(run, side).length - framesFrom(plain, side).length;
      expect(more, side).toBeGreaterThanOrEqual(99);
      expect(more, side).toBeLessThanOrEqual(100);
    }
  });

  test('a kernel that answers the chips’ probes, which have an octet, and no others', () => {
    passed(play(firmware, { kind: 'answers-octet-probes-only' }, [...HELLO, pause(60)], ALIVE));
  });

  test('a kernel that answers only probes without: closed though it lives, which is not the firmware’s fault', () => {
    const run = play(firmware, { kind: 'answers-empty-probes-only' }, [...HELLO, GONE]);
    passed(run);
    expect(reasonsTold(run)).toEqual(['probe-timeout']);
  });

  test('one that closes at once', () => {
    const run = play(firmware, { kind: 'closes-at-once' }, [{ do: 'connect', peer: 'client' }, GONE], {
      detected: [{ peer: 'client', as: 'orderly-close' }],
    });
    passed(run);
  });

  test('one that never reads: what it sends is echoed until its window is shut', () => {
    const steps = [...HELLO.slice(0, 1), { do: 'send', peer: 'client', bytes: 40_000 }, pause(60)];
    const run = play(firmware, { kind: 'never-reads' }, steps, { detected: [{ peer: 'client', as: 'zero-window' }] });
    expect(run.verdict, run.reasons.join('\n')).toBe('not-covered');
    expect(run.detections[0]?.closedAtMs).toBeNull();
  });

  test.each([
    [{}, 600, 60],
    [{ heartbeatIdleTimeS: 30, heartbeatCheckIntervalS: 7 }, 30, 7],
  ])(
    'a Swoole server closes what was silent for its idle time at a check, not before %#',
    (settings, idleS, checkS) => {
      const run = play(quiet, { kind: 'swoole', ...settings }, [...HELLO, pause(idleS + 2 * checkS)]);
      const heardNs = at(run, (event) => event.kind === 'peer' && event.what === 'received');
      const closedNs = at(run, (event) => event.kind === 'socket-state' && event.to === 'CLOSE_WAIT');
      const dueS = Math.ceil((heardNs / S + idleS) / checkS) * checkS;
      expect(Math.floor(closedNs / S)).toBe(dueS);
      expect(reasonsTold(run)).toEqual(['peer-closed']);
    },
  );

  test('a Swoole server keeps whom it hears from in time', () => {
    const settings = { heartbeatIdleTimeS: 30, heartbeatCheckIntervalS: 7 };
    const round = [pause(25), ...HELLO.slice(1)];
    const steps = [...HELLO, { do: 'repeat', times: 10, steps: round }];
    passed(play(quiet, { kind: 'swoole', ...settings }, steps, ALIVE));
  });

  test('one that restarts and connects from the same port again: the old connection ends, the new one stands', () => {
    const steps = [...HELLO, pause(0.5), { do: 'boot', peer: 'client' }, ...HELLO, pause(20)];
    const run = play(firmware, { kind: 'same-port' }, steps, {
      ...ALIVE,
      detected: [{ peer: 'client', as: 'peer-reboot' }],
      listening: false,
    });
    passed(run);
    const peers = run.timeline.flatMap((event) =>
      event.kind === 'socket-state' && event.to === 'ESTABLISHED' ? [event.peer] : [],
    );
    expect(peers).toEqual(['192.168.1.10:49152', '192.168.1.10:49152']);
    expect(run.detections).toHaveLength(1);
  });

  test('one that closes and uses the same port again at once', () => {
    passed(play(firmware, { kind: 'same-port' }, [...HELLO, { do: 'close', peer: 'client' }, GONE, ...HELLO], ALIVE));
  });
});
