/** The bounds of docs/detection-time.md where they are reached: data right after a probe, then the peer dies. */
import { describe, expect, test } from 'vitest';
import type { ChipSwitches } from '../../simulator/chip/chip.ts';
import { type Built, built } from './firmware.ts';
import { mustPass, play, scenario } from './play.ts';
import { CHIPS_ABOVE } from './share.ts';

/** 200, 400, 800 and 1600 ms: a hold of 3 s and a little, longer than both periods. */
const SPEC = { timer: { prescaler: 71 }, retransmission: { timeoutMs: 200, count: 3 } };
const TCP_TIMEOUT_MS = 3000;
/** A tick, the sweep and a chunk each way: what one poll of this board takes at most. */
const POLL_MS = 14;
/** With 2.505 % 3075.15 ms, counted in whole ms, and 2 ms of margin. */
const HOLD_MS = 3076 + 2 + POLL_MS;

const HELLO = [
  { do: 'connect', peer: 'client' },
  { do: 'send', peer: 'client', text: 'hello' },
  { do: 'expect-echo', peer: 'client' },
];

/** The client says something so long after its first data, is answered, and is cut off at once. */
function cutAfterData(waitMs: number) {
  const steps = [
    ...HELLO,
    { do: 'wait', for: { ms: waitMs } },
    { do: 'send', peer: 'client', text: 'again' },
    { do: 'expect-echo', peer: 'client' },
    { do: 'wait', for: { ms: 1 } }, // until the echo is acknowledged: unacknowledged data has a timeout of its own
    { do: 'cut' },
    { do: 'wait', for: { s: 30 } },
  ];
  return scenario(steps, { expect: { detected: [{ peer: 'client', as: 'cable-cut' }], listening: false } });
}

const probesMs = ({ timeline }: ReturnType<typeof play>): readonly number[] =>
  timeline.flatMap((event) => (event.kind === 'probe' && event.attempt === 0 ? [event.atNs / 1e6] : []));

/** When the client's first data has come back, and when the first probe leaves. */
function firstProbe(firmware: Built): { readonly echoMs: number; readonly probeMs: number } {
  const run = play(firmware, scenario([...HELLO, { do: 'wait', for: { s: 10 } }]));
  const echo = run.timeline.find((event) => event.kind === 'step' && event.text.includes('has everything back'));
  return { echoMs: (echo?.atNs ?? Number.NaN) / 1e6, probeMs: probesMs(run)[0] ?? Number.NaN };
}

const latencyOf = (run: ReturnType<typeof play>): number => run.detections[0]?.latencyMs ?? Number.NaN;

const CHIP_SWITCHES: readonly Partial<ChipSwitches>[] = [
  { sendKeepWhileProbing: 'ignored' },
  { sendKeepWhileProbing: 'restarts' },
];

describe.each(CHIPS_ABOVE)('%s', (chip) => {
  describe.each(CHIP_SWITCHES)('%j', (switches) => {
    test.each(['note', 'at-NO_DATA_PERIOD'])('%s: the hold decides', async (firstProbeAt) => {
      const keepalive = { NO_DATA_PERIOD: 1, KA_SEND_PERIOD: 1, firstProbe: firstProbeAt };
      const firmware = await built({ chip, ...SPEC, keepalive });
      const boundMs = HOLD_MS + POLL_MS + TCP_TIMEOUT_MS + POLL_MS;
      expect(firmware.plan.detection.find(({ failure }) => failure === 'cable-cut')?.boundMs).toBe(boundMs);
      const { echoMs, probeMs } = firstProbe(firmware);
      const run = mustPass(firmware, cutAfterData(probeMs - echoMs + 5), { switches });
      expect(latencyOf(run)).toBeLessThanOrEqual(boundMs);
      // The cut comes some 10 ms after the probe, and polls are quicker than the worst.
      expect(latencyOf(run)).toBeGreaterThan(boundMs - 10 - 3 * POLL_MS);
      const [, held = Number.NaN] = probesMs(run);
      expect(held - probeMs).toBeGreaterThan(HOLD_MS - 1);
      expect(held - probeMs).toBeLessThan(HOLD_MS + POLL_MS);
    });

    test('the counting decides where it is longer', async () => {
      const firmware = await built({ chip, ...SPEC, keepalive: { NO_DATA_PERIOD: 3, KA_SEND_PERIOD: 2 } });
      const boundMs = 5000 + TCP_TIMEOUT_MS + POLL_MS;
      expect(firmware.plan.detection.find(({ failure }) => failure === 'cable-cut')?.boundMs).toBe(boundMs);
      const { echoMs, probeMs } = firstProbe(firmware);
      // Data right after a tick waits longest for the next one; a probe leaves right after a tick too.
      const run = mustPass(firmware, cutAfterData(probeMs - echoMs + 5), { switches });
      expect(latencyOf(run)).toBeLessThanOrEqual(boundMs);
      expect(latencyOf(run)).toBeGreaterThan(boundMs - 1000 - 20 - POLL_MS);
    });
  });

  describe.each(['continues', 'restarts'] as const)('a SEND while a probe is repeated: %s', (sendWhileProbing) => {
    const keepalive = { NO_DATA_PERIOD: 3, KA_SEND_PERIOD: 2 };
    const heartbeat = { send: { text: 'alive', everyS: 12 } };

    test('costs one TCP timeout more at most', async () => {
      const firmware = await built({ chip, ...SPEC, keepalive, heartbeat });
      const boundMs = 5000 + 2 * TCP_TIMEOUT_MS + POLL_MS;
      expect(firmware.plan.detection.find(({ failure }) => failure === 'cable-cut')?.boundMs).toBe(boundMs);
      const { echoMs } = firstProbe(firmware);
      let worst = 0;
      // The heartbeat comes 12 s after the connection began; the data before it, so that the probe lies between them.
      for (const beforeMs of [4900, 5400, 5900, 6450, 6900, 7400]) {
        const what = cutAfterData(12_500 - echoMs - beforeMs);
        worst = Math.max(worst, latencyOf(mustPass(firmware, what, { switches: { sendWhileProbing } })));
      }
      expect(worst).toBeLessThanOrEqual(boundMs);
      const alone = 5000 + TCP_TIMEOUT_MS + POLL_MS;
      if (sendWhileProbing === 'continues') expect(worst).toBeLessThanOrEqual(alone);
      else expect(worst).toBeGreaterThan(boundMs - 1600); // a spare second, and the heartbeat that comes half a second early
    });
  });
});

test("the chip's own timer: a period and the TCP timeout after the last data", async () => {
  const keepalive = { by: 'chip', NO_DATA_PERIOD: 5, KA_SEND_PERIOD: 5 };
  const firmware = await built({ chip: 'W5500', ...SPEC, keepalive });
  const boundMs = 5000 + TCP_TIMEOUT_MS + POLL_MS;
  expect(firmware.plan.detection.find(({ failure }) => failure === 'cable-cut')?.boundMs).toBe(boundMs);
  for (const waitMs of [100, 5010]) {
    const run = mustPass(firmware, cutAfterData(waitMs));
    expect(latencyOf(run)).toBeLessThanOrEqual(boundMs);
    expect(latencyOf(run)).toBeGreaterThan(boundMs - 20 - POLL_MS);
  }
});
