/** Each state that must not last: it is left alone before its limit, and ended after it. */
import { beforeAll, describe, expect, test } from 'vitest';
import { BRISK, type Built, built, CHIPS } from './firmware.ts';
import { intercepted, SN_SR } from './intercepted.ts';
import { pattern, pause, Rig } from './rig.ts';

/** Sn_SR, W5500 datasheet 1.0.9 p. 50; the last one is no state of the chip. */
const STATES = {
  INIT: 0x13,
  SYNSENT: 0x15,
  SYNRECV: 0x16,
  FIN_WAIT: 0x18,
  CLOSING: 0x1a,
  TIME_WAIT: 0x1b,
  LAST_ACK: 0x1d,
  unknown: 0x55,
};

describe.each(CHIPS)('%s', (name) => {
  let firmware: Built;
  beforeAll(async () => {
    firmware = await built({ chip: name, ...BRISK });
  });

  /** The socket's state reads as `state` for so long; returns after how many milliseconds CLOSE was given. */
  function closedAfterMs(state: number, lastsMs: number): number | null {
    let forced: number | null = null;
    const read = (register: number, byte: number): number => (register === SN_SR ? (forced ?? byte) : byte);
    const rig = new Rig(firmware, { wrap: (chip) => intercepted(chip, name, { read }) });
    let fromMs = 0;
    rig.play(
      (function* () {
        yield pause(1000);
        fromMs = rig.nowMs;
        forced = state;
        yield pause(lastsMs);
        forced = null;
        yield pause(100);
        yield* rig.echoed(yield* rig.connected(rig.peer(), 1000), pattern(10), 1000);
      })(),
    );
    const close = rig.events.find((event) => event.kind === 'command' && event.command === 'CLOSE');
    return close === undefined ? null : close.atNs / 1e6 - fromMs;
  }

  test.each(Object.entries(STATES))('%s ends at its limit, not before', (_, state) => {
    const { limits, loop } = firmware.plan;
    expect(closedAfterMs(state, limits.stateMs - 1)).toBe(null);
    const closedMs = closedAfterMs(state, limits.stateMs + 2 * loop.worstPollMs) ?? 0;
    expect(closedMs).toBeGreaterThanOrEqual(limits.stateMs);
    expect(closedMs).toBeLessThanOrEqual(limits.stateMs + 2 * loop.worstPollMs);
  });
});
