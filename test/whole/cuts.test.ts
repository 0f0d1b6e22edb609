import { beforeAll, describe, expect, test } from 'vitest';
import { NS_PER_MS } from '../../simulator/clock.ts';
import { sessionsOf } from '../../simulator/scenario/record/sessions.ts';
import { BRISK, type Built, built, CHIPS } from './firmware.ts';
import { mustPass, scenario } from './play.ts';
import { pattern, pause, Rig } from './rig.ts';
import { shareOf } from './share.ts';
import { range, sweep } from './sweep.ts';

const HELLO = [
  { do: 'connect', peer: 'client' },
  { do: 'send', peer: 'client', text: 'hello' },
  { do: 'expect-echo', peer: 'client' },
];
/** Longer than 100 + 200 + 400 + 800 ms, so that each probe is settled before the next. */
const SPEC = { ...BRISK, keepalive: { NO_DATA_PERIOD: 2, KA_SEND_PERIOD: 3 } };
/** NO_DATA_PERIOD + KA_SEND_PERIOD + the TCP timeout, as the design has it; a poll of one socket takes a few ms. */
const BOUND_MS = 2000 + 3000 + 1500 + 30;

describe.each(CHIPS)('%s', (chip) => {
  let firmware: Built;
  beforeAll(async () => {
    firmware = await built({ chip, ...SPEC });
  });

  test('a cut at any phase of two probe periods is detected within the bound', () => {
    sweep(shareOf(range(20, 8020, 83), 3, CHIPS.indexOf(chip)), (afterMs) => {
      const steps = [
        ...HELLO,
        { do: 'wait', for: { ms: afterMs } },
        { do: 'cut' },
        { do: 'wait-until', peer: 'client', is: 'detected', limit: { s: 20 } },
      ];
      const cut = scenario(steps, { expect: { detected: [{ peer: 'client', as: 'cable-cut' }] } });
      const [detection] = mustPass(firmware, cut, { seed: 1 + (afterMs % 7) }).detections;
      expect(detection?.latencyMs).toBeLessThanOrEqual(BOUND_MS);
      // A probe's waits are the least that it takes, less what of them was over when the cable was cut.
      expect(detection?.latencyMs).toBeGreaterThan(1400);
    });
  });

  /** Connects, echoes 5,000 bytes and closes; frame number `cutAfter` is the last to arrive, counted from the first ARP. */
  function life(cutAfter: number): Rig & { readonly frames: number; readonly refusal: unknown } {
    const rig = new Rig(firmware);
    const client = rig.peer();
    const { link } = rig;
    let frames = 0;
    let cutAtNs: number | null = null;
    let refusal: unknown = null;
    link.onFrame = () => {
      if (frames++ !== cutAfter) return;
      cutAtNs = rig.clock.nowNs;
      link.cut();
    };
    rig.play(
      (function* () {
        yield pause(300);
        const connection = rig.dial(client, 50_000);
        connection.send(pattern(5000));
        yield { what: 'the echo', until: () => connection.received.length === 5000, limitNs: 500 * NS_PER_MS };
        connection.close();
        yield pause(1000);
        link.onFrame = undefined;
        // From here on everything that can die of the cut has its bound to do so.
        if (cutAtNs !== null) yield pause(BOUND_MS);
        link.mend();
        client.boot(); // whatever the client still believes is not the device's business
        try {
          yield* rig.echoed(yield* rig.connected(rig.peer(), 1500), pattern(100), 1000);
        } catch (error) {
          refusal = error;
        }
      })(),
    );
    return Object.assign(rig, { frames, refusal });
  }

  test('a cut right after any frame of handshake, echo and close frees the socket within the bound', () => {
    const whole = life(Number.POSITIVE_INFINITY);
    expect(whole.frames).toBeGreaterThan(20);
    let silent = 0;
    sweep(range(0, whole.frames), (cutAfter) => {
      const rig = life(cutAfter);
      expect(rig.violations()).toEqual([]);
      expect(rig.faults()).toEqual([]);
      if (rig.refusal === null) return;
      // Established, and the first data lost: a silent client, to whom the plan promises no probe.
      const [first] = sessionsOf(rig.events);
      if (first === undefined || first.left !== null || first.readsNs.length > 0) throw rig.refusal;
      silent++;
    });
    expect(silent).toBeLessThanOrEqual(1);
  });
});
