/** Verdicts by the plan of each socket, and what excuses the end of a peer that lives. Times as in `verdict.test.ts`. */
import { describe, expect, test } from 'vitest';
import type { KeepalivePlan, SocketPlan, WatchedDevice, WatchPlan } from '../../contract/device.ts';
import type { Detected } from '../../simulator/scenario/format/scenario.generated.ts';
import type { ConnectionRecord } from '../../simulator/scenario/record/connection-record.ts';
import type { EventBody } from '../../simulator/timeline.ts';
import { judge } from '../../simulator/verdict/judge.ts';
import { answered, client, cutAt, ended, established, evidence, left, probe, received, timeline } from './evidence.ts';
import { detected, QUIET, smallPlan } from './plan.ts';

const S = 1e9;
type Given = Parameters<typeof evidence>[0];

/** The small plan with something of socket 0's own. */
function planWith(socket: Partial<SocketPlan>, more: Partial<WatchedDevice> = {}): WatchedDevice {
  const plan = smallPlan();
  return { ...plan, ...more, sockets: plan.sockets.map((each, n) => (n === 0 ? { ...each, ...socket } : each)) };
}

const watching = (watch: Partial<WatchPlan>, more: Partial<WatchedDevice> = {}) =>
  planWith({ watch: { ...QUIET, ...watch } }, more);
const passes = (given: Given) => {
  const { verdict, reasons } = judge(evidence(given));
  expect(verdict, reasons.join('\n')).toBe('pass');
};
const fails = (given: Given, want: RegExp) => {
  const { verdict, reasons } = judge(evidence(given));
  expect(verdict).toBe('fail');
  expect(reasons.join('\n')).toMatch(want);
};

describe('what is promised for a failure is that of the connection’s socket', () => {
  const plan = planWith({ detection: [detected('cable-cut', 4000, 'idle', 'no-answer')] });
  const cut = (closedAtS: number, reason: string, more: object = {}): Given => ({
    plan,
    connections: [client(cutAt(3))],
    timeline: timeline(
      [1, established],
      [2, received],
      [closedAtS, left('FIN_WAIT', 'fin')],
      [closedAtS, ended(reason)],
    ),
    expect: { detected: [{ peer: 'client', as: 'cable-cut', ...more }] },
  });

  test('its bound', () => {
    passes(cut(7, 'idle'));
    fails(cut(7.001, 'idle'), /detected too late/);
  });
  test('any of its reasons', () => {
    passes(cut(6, 'no-answer'));
    fails(cut(6, 'probe-timeout'), /wrong reason: "probe-timeout"; the plan says "idle" or "no-answer"/);
  });
  test('the scenario’s own reason is the only one', () => {
    passes(cut(6, 'reset', { reason: 'reset' }));
    fails(cut(6, 'idle', { reason: 'reset' }), /the plan says "reset"/);
  });
});

describe('probes by the socket’s keepalive', () => {
  const chip = { by: 'chip', firstProbeEarliestMs: 10_000, firstProbeLatestMs: 10_000, probeIntervalMs: 10_000 };
  const byChip = planWith({ keepalive: chip as KeepalivePlan });
  const send: EventBody = { kind: 'command', socket: 0, command: 'SEND' };
  const probed = (plan: WatchedDevice, atS: number, ...rows: readonly (readonly [number, EventBody])[]): Given => ({
    plan,
    timeline: timeline([1, established], [2, received], ...rows, [atS, probe], [atS + 0.001, answered]),
    endNs: (atS + 2) * S,
  });

  test('none where the spec has none', () => {
    passes({
      plan: planWith({ keepalive: null }),
      timeline: timeline([1, established], [2, received]),
      endNs: 900 * S,
    });
    fails(probed(planWith({ keepalive: null }), 15.5), /a probe left at 15\.500 s, though the spec has none for it/);
  });
  test('the chip’s timer, within a poll either way', () => {
    passes(probed(byChip, 11.98));
    passes(probed(byChip, 12.02));
    fails(probed(byChip, 11.97), /first probe too early/);
    fails(probed(byChip, 12.03), /first probe too late/);
  });
  test('the chip’s timer begins anew with what the device sends; the firmware’s does not', () => {
    passes(probed(byChip, 17, [7, send]));
    fails(probed(byChip, 12, [7, send]), /too early/);
    passes(probed(smallPlan(), 15.5, [7, send]));
    fails(probed(smallPlan(), 20.5, [7, send]), /too late/);
  });
  test('a device that speaks first is probed before it has heard anything, any other is not', () => {
    const rows = timeline([1, established], [2, send], [15.5, probe], [15.6, answered]);
    passes({ plan: watching({ primer: [1] }), timeline: rows, endNs: 17 * S });
    passes({ plan: smallPlan(), timeline: rows, endNs: 17 * S });
    const unsaid = timeline([1, established], [15.5, probe], [15.6, answered]);
    fails(
      { plan: watching({ primer: [1] }), timeline: unsaid, endNs: 17 * S },
      /before the connection had carried data/,
    );
  });
});

describe('a peer that lives may be closed', () => {
  const closed = (plan: WatchedDevice, reason: string, atS: number, record: Partial<ConnectionRecord> = {}): Given => ({
    plan,
    connections: [client(record)],
    timeline: timeline([1, established], [2, received], [atS, left('FIN_WAIT', 'fin')], [atS, ended(reason)]),
  });
  const said = (message: string, atS: number): Partial<ConnectionRecord> => ({
    saidNs: (asked) => (asked === message ? atS * S : undefined),
  });
  const ALIVE = /although client was alive/;
  const expect_ = (message: readonly number[] | null) => ({
    heartbeat: { send: null, expect: { withinMs: 7000, message, pass: false } },
  });
  const ask = (answer: readonly number[] | null) => ({
    ask: {
      ...{ message: [1], afterIdleMs: 3000, withinMs: 1000, tries: 4 },
      answer: answer && { message: answer, pass: false },
    },
  });
  const idle = { idle: { closeAfterMs: 7000, checkEveryMs: 3500 } };

  // The last data is read at 2 s, every limit is 7 s, a poll takes 20 ms.
  test.each([
    ['idle', idle],
    ['heartbeat-missed', expect_(null)],
    ['no-answer', ask(null)],
  ])('%s, when it was silent for so long, and not before', (reason, watch) => {
    passes(closed(watching(watch), reason, 8.98));
    fails(closed(watching(watch), reason, 8.97), ALIVE);
    fails(closed(smallPlan(), reason, 8.98), ALIVE);
  });

  test.each([
    ['heartbeat-missed', 'heartbeat', expect_([1, 2])],
    ['no-answer', 'answer', ask([1, 2])],
  ])('%s, when it has not said what counts, whatever else came', (reason, message, watch) => {
    const busy = (saidAtS: number): Given => {
      const given = closed(watching(watch), reason, 13, said(message, saidAtS));
      const rows = timeline(
        [1, established],
        [2, received],
        [12.9, received],
        [13, left('FIN_WAIT', 'fin')],
        [13, ended(reason)],
      );
      return { ...given, timeline: rows };
    };
    passes(busy(6.02));
    fails(busy(6.03), ALIVE);
  });

  test('by the device’s own stop, and by nothing else of that kind', () => {
    passes(closed(watching({ goodbye: { message: null } }), 'local-stop', 5));
    fails(closed(smallPlan(), 'local-stop', 5), ALIVE);
    fails(closed(smallPlan(), 'peer-closed', 5), ALIVE);
  });
  test('after its goodbye', () => {
    const plan = watching({ goodbye: { message: [1] } });
    passes(closed(plan, 'goodbye', 5, said('goodbye', 4.999)));
    fails(closed(plan, 'goodbye', 5, said('goodbye', 5.001)), ALIVE);
    fails(closed(plan, 'goodbye', 5), ALIVE);
    fails(closed(smallPlan(), 'goodbye', 5, said('goodbye', 4.999)), ALIVE);
  });
  test('for probes that its kernel does not answer', () => {
    passes(closed(smallPlan(), 'probe-timeout', 5, { deaf: true }));
    fails(closed(smallPlan(), 'probe-timeout', 5), ALIVE);
  });

  describe('for the loss of the device’s link', () => {
    const cable = (what: 'cut' | 'mend', at: string): EventBody => ({
      kind: 'step',
      text: '',
      deed: { what, at, directions: [], peers: [] },
    });
    const link = (holdMs: number): WatchedDevice => ({
      ...smallPlan(),
      watch: { link: { onDown: 'hold', holdMs, lookMs: 100 }, health: null },
    });
    /** Out from 3 s to 5 s. */
    const down = (plan: WatchedDevice, atS: number, at = 'device'): Given => ({
      ...closed(plan, 'link-down', atS),
      timeline: timeline(
        ...([
          [1, established],
          [2, received],
          [3, cable('cut', at)],
          [5, cable('mend', at)],
        ] as const),
        ...([
          [atS, left('FIN_WAIT', 'fin')],
          [atS, ended('link-down')],
        ] as const),
      ),
    });

    test('once it has been out for as long as it may, and until a look shows it mended', () => {
      passes(down(link(0), 5.12));
      fails(down(link(0), 5.13), ALIVE);
      passes(down(link(2000), 5.01));
      passes(down(link(2120), 5.12));
      fails(down(link(2130), 5.12), ALIVE);
    });
    test('not for a peer’s cable, nor where the spec does not look', () => {
      fails(down(link(0), 5.05, 'client'), ALIVE);
      fails(down(smallPlan(), 5.05), ALIVE);
    });
  });
});

describe('connections of one address are told apart by time', () => {
  const again: EventBody = { ...established };
  const rows = timeline([1, established], [2, received], [3, left('CLOSED', 'rst')], [3, ended('reset')], [4, again]);
  const reboot = { atNs: 2.5 * S, cause: 'boot' } as const;
  const first = (more: Partial<ConnectionRecord>) => client({ failure: reboot, ...more });
  const both = { detected: [{ peer: 'client', as: 'peer-reboot' as const }], alive: ['client'] };

  test('a peer that connects is established before the device', () => {
    const connections = [first({ establishedAtNs: 0.999 * S }), client({ establishedAtNs: 3.999 * S })];
    passes({ timeline: rows, connections, expect: both });
  });
  test('a server after it', () => {
    const connections = [
      first({ socket: 0, establishedAtNs: 1.001 * S }),
      client({ socket: 0, establishedAtNs: 4.001 * S }),
    ];
    passes({ timeline: rows, connections, expect: both });
    const other = connections.map((record) => ({ ...record, socket: 1 }));
    fails({ timeline: rows, connections: other, expect: both }, /never reached a socket|never was/);
  });
});

test('what the peer has said of itself may still be on its way back at the end', () => {
  const given = (lateCount: number): Given => ({
    timeline: timeline([1, established], [2, received]),
    endNs: 10 * S,
    connections: [client({ sent: Uint8Array.of(1, 2, 3), received: Uint8Array.of(1), lateCount })],
    expect: { alive: ['client'] },
  });
  passes(given(2));
  fails(given(1), /1 of the 3 bytes sent by client were not echoed/);
});

describe('a connection that ended, rightly, before its peer failed', () => {
  const closed = (demand: Partial<Detected>): Given => ({
    plan: watching({ idle: { closeAfterMs: 5000, checkEveryMs: 1000 } }),
    timeline: timeline([1, established], [2, received], [9, left('FIN_WAIT', 'fin')], [9, ended('idle')]),
    connections: [client(cutAt(10))],
    expect: { detected: [{ peer: 'client', as: 'cable-cut', ...demand }] },
  });

  test('shows nothing of the detection', () => {
    expect(judge(evidence(closed({})))).toMatchObject({
      verdict: 'pass',
      reasons: ['client: cable cut at 10.000 s, when socket 0 had left ESTABLISHED already, at 9.000 s, reason idle.'],
    });
  });

  test.each([{ within: { s: 60 } }, { reason: 'probe-timeout' as const }])('fails a demand: %j', (demand) => {
    expect(judge(evidence(closed(demand)))).toMatchObject({
      verdict: 'fail',
      reasons: [expect.stringMatching(/the scenario demands that the failure is detected\.$/)],
    });
  });
});
