/** Each state that must not last: it is left alone before its limit, and ended after it. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { WiznetChip } from '../../simulator/chip/chip.ts';
import { BRISK, type Built, built, CHIPS } from './firmware.ts';
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

interface Forced {
  readonly chip: WiznetChip;
  /** What Sn_SR of socket 0 reads as; null: what it is. */
  state: number | null;
}

function withForcedState(chip: WiznetChip, name: string): Forced {
  let frame: number[] = [];
  const byte = (mosi: number): number => {
    frame.push(mosi);
    const miso = chip.exchangeByte(mosi);
    return forced.state !== null && isStatus(frame, name) ? forced.state : miso;
  };
  const forced: Forced = {
    state: null,
    chip: {
      select: () => {
        frame = [];
        chip.select();
      },
      exchange: (bytes) => Uint8Array.from(bytes, byte),
      exchangeByte: byte,
      deselect: () => chip.deselect(),
      reset: (level) => chip.reset(level),
      get interrupt() {
        return chip.interrupt;
      },
    },
  };
  return forced;
}

/** Whether the frame's last byte so far is read from Sn_SR of socket 0. */
function isStatus(frame: readonly number[], name: string): boolean {
  const [high = 0, low = 0, third = 0] = frame;
  const header = name === 'W5500' ? 3 : 4;
  const isRead = name === 'W5500' ? third === 0x08 : third < 0x80 && high === 0x40;
  const address = (name === 'W5500' ? high << 8 : 0) + low + frame.length - 1 - header;
  return frame.length > header && isRead && address === 3;
}

describe.each(CHIPS)('%s', (name) => {
  let firmware: Built;
  beforeAll(async () => {
    firmware = await built({ chip: name, ...BRISK });
  });

  /** The socket's state reads as `state` for so long; returns after how many milliseconds CLOSE was given. */
  function closedAfterMs(state: number, lastsMs: number): number | null {
    let forced: Forced | undefined;
    const wrap = (chip: WiznetChip): WiznetChip => {
      forced = withForcedState(chip, name);
      return forced.chip;
    };
    const rig = new Rig(firmware, { wrap });
    let fromMs = 0;
    rig.play(
      (function* () {
        yield pause(1000);
        fromMs = rig.nowMs;
        if (forced !== undefined) forced.state = state;
        yield pause(lastsMs);
        if (forced !== undefined) forced.state = null;
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
