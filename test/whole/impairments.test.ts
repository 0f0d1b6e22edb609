import { describe, expect, test } from 'vitest';
import type { WiznetChip } from '../../simulator/chip/chip.ts';
import { createChip } from '../../simulator/chip/chip.ts';
import { Clock, NS_PER_MS } from '../../simulator/clock.ts';
import { Link } from '../../simulator/net/link.ts';
import { randomFrom } from '../../simulator/random.ts';
import { sessionsOf } from '../../simulator/scenario/record/sessions.ts';
import { BRISK, built, CHIPS } from './firmware.ts';
import { mustPass, play, scenario } from './play.ts';
import { seeds } from './share.ts';
import { sweep } from './sweep.ts';

const HELLO = [
  { do: 'connect', peer: 'client' },
  { do: 'send', peer: 'client', text: 'hello' },
  { do: 'expect-echo', peer: 'client' },
];
const DETECTED = { do: 'wait-until', peer: 'client', is: 'detected' };
const dead = (as: string) => ({ expect: { detected: [{ peer: 'client', as }] } });

/** One of each kind, somewhere between nothing and terrible; every third seed leaves one kind out. */
function drawn(seed: number) {
  const random = randomFrom(seed);
  const rate = (most: number): number => Math.round(random.unit() * most * 1000) / 1000;
  return {
    lossRate: rate(0.6),
    duplicateRate: rate(0.6),
    reorderRate: rate(0.6),
    corruptRate: rate(0.4),
    delayMs: Math.round(rate(300)),
    jitterMs: Math.round(rate(300)),
    direction: (['both', 'to-device', 'from-device'] as const)[seed % 3],
  };
}

describe.each(CHIPS)('%s', (chip) => {
  /** Ends that are silent. However bad the wire, a dead peer answers nothing, so that the bound stands. */
  const ENDS = [
    ['power-cut', { do: 'power-off', peer: 'client' }],
    ['cable-cut', { do: 'cut' }],
    ['cable-cut', { do: 'cut', direction: 'to-device' }],
    ['cable-cut', { do: 'cut', direction: 'from-device' }],
    ['cable-cut', { do: 'cut', at: 'device' }],
  ] as const;

  test('a dead peer is detected within the bound, whatever loss, duplication, reordering and jitter', async () => {
    const firmware = await built({ chip, ...BRISK });
    sweep(seeds(10, 2000), (seed) => {
      const [as, end] = ENDS[seed % ENDS.length] ?? ENDS[0];
      const rest = { do: 'wait', for: { ms: (seed * 37) % 3000 } };
      const what = scenario([...HELLO, { do: 'impair', ...drawn(seed) }, rest, end, DETECTED], dead(as));
      // So bad a wire ends connections of living peers too; then there is nothing left to detect.
      const run = play(firmware, what, { seed });
      const { left, report } = sessionsOf(run.timeline)[0] ?? {};
      const diedAtMs = run.detections[0]?.diedAtMs ?? Number.POSITIVE_INFINITY;
      if (left != null && left.atNs / NS_PER_MS < diedAtMs) {
        expect(report?.reason).toMatch(/timeout|reset/);
        return;
      }
      mustPass(firmware, what, { seed });
    });
  });

  test('bad wires neither garble nor end a connection', async () => {
    // The chips' values at reset: with fewer retries the chip gives up before the peer repeats what was dropped. Their
    // TCP timeout of 31.8 s holds the probes apart.
    const firmware = await built({ chip, ...BRISK, retransmission: { timeoutMs: 200, count: 8 } });
    const limit = { s: 200 };
    sweep(seeds(5, 500), (seed) => {
      const { duplicateRate, reorderRate, delayMs, jitterMs } = drawn(seed);
      const wire = { duplicateRate, reorderRate, delayMs: delayMs / 10, jitterMs: jitterMs / 10, corruptRate: 0.02 };
      const what = scenario(
        [
          ...HELLO,
          { do: 'impair', ...wire },
          { do: 'send', peer: 'client', bytes: 6000 },
          { do: 'expect-echo', peer: 'client', limit },
          { do: 'wait', for: { s: 135 } },
          { do: 'send', peer: 'client', bytes: 600 },
          { do: 'expect-echo', peer: 'client', limit },
        ],
        { expect: { alive: ['client'], probesAnswered: [{ peer: 'client', atLeast: 5 }] } },
      );
      mustPass(firmware, what, { seed });
    });
  });

  test('a translator that forgets: detected by silence, or at the next probe by its RST', async () => {
    const firmware = await built({ chip, ...BRISK });
    for (const [answers, as, reason] of [
      ['nothing', 'cable-cut', 'probe-timeout'],
      ['rst', 'peer-reboot', 'reset'],
    ] as const) {
      sweep(seeds(3, 100), (seed) => {
        const link = { nat: { forgetsAfter: { ms: 400 }, answers } };
        const run = mustPass(firmware, scenario([...HELLO, DETECTED], { link, ...dead(as) }), { seed });
        expect(run.detections[0]).toMatchObject({ reason });
        const lost = run.timeline.flatMap((event) => (event.kind === 'frame' && event.lost ? [event.lost] : []));
        expect(new Set(lost)).toEqual(new Set(['nat']));
      });
    }
  });

  test('probes closer together than its memory keep a connection in the translator', async () => {
    const firmware = await built({ chip, ...BRISK });
    const what = (forgetsAfterMs: number) =>
      scenario([...HELLO, { do: 'wait', for: { s: 20 } }], {
        link: { nat: { forgetsAfter: { ms: forgetsAfterMs } } },
        expect: { alive: ['client'] },
      });
    const intervalMs = firmware.plan.sockets[0]?.keepalive?.probeIntervalMs ?? Number.NaN;
    mustPass(firmware, what(Math.round(1.1 * intervalMs)));
    expect(play(firmware, what(Math.round(0.9 * intervalMs))).verdict).toBe('fail');
  });

  test('the chip’s own cable out: its PHY says so, and only then', () => {
    const clock = new Clock();
    const link = new Link({ clock, report: () => {} });
    const port = link.attach('device');
    const real = createChip({ name: chip, clock, port, report: () => {} });
    real.reset(0);
    clock.advanceTo(NS_PER_MS);
    real.reset(1);
    clock.advanceTo(1000 * NS_PER_MS);
    expect(linkBit(chip, real)).toBe(1);
    link.cut();
    expect(linkBit(chip, real)).toBe(1);
    port.unplug();
    expect(linkBit(chip, real)).toBe(0);
    port.plug();
    expect(linkBit(chip, real)).toBe(1);
  });
});

/** W5500: PHYCFGR 0x002E bit 0. W5200: PSTATUS 0x0035 bit 5 (datasheets, common registers). */
function linkBit(chip: string, real: WiznetChip): number {
  real.select();
  const bytes = chip === 'W5500' ? [0x00, 0x2e, 0x00, 0] : [0x00, 0x35, 0x00, 0x01, 0];
  const value = real.exchange(Uint8Array.from(bytes)).at(-1) ?? 0;
  real.deselect();
  return (value >> (chip === 'W5500' ? 0 : 5)) & 1;
}
