/** Each state that must not last: it is left alone before its limit, and ended after it, with the reason of its connection. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '../../simulator/host/connection.ts';
import type { Task } from '../../simulator/scenario/testbed/scheduler.ts';
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

  /** What happens before the socket's state reads as `state` for longer than its limit. */
  const PHASES = {
    idle: function* (rig: Rig, connection: Connection): Task {
      yield* rig.echoed(connection, pattern(10), 1000);
    },
    'data under way': function* (rig: Rig, connection: Connection): Task {
      yield* rig.echoed(connection, pattern(10), 1000);
      rig.link.cut(['from-device']);
      connection.send(pattern(10));
      yield* rig.until('a SEND', () => commandsOf(rig).filter((it) => it === 'SEND').length > 1, 100);
    },
    'both ends closed': function* (rig: Rig, connection: Connection): Task {
      connection.close();
      yield* rig.until('the FIN', () => commandsOf(rig).includes('DISCON'), 100);
    },
  };

  function endOf(phase: keyof typeof PHASES, state: number) {
    let forced: number | null = null;
    const read = (register: number, byte: number): number => (register === SN_SR ? (forced ?? byte) : byte);
    const rig = new Rig(firmware, { wrap: (chip) => intercepted(chip, name, { read }) });
    const ends = () => rig.events.flatMap((it) => (it.kind === 'firmware' && it.what === 'ended' ? [it] : []));
    let fromMs = 0;
    rig.play(
      (function* () {
        yield* PHASES[phase](rig, yield* rig.connected(rig.peer(), 1000));
        fromMs = rig.nowMs;
        forced = state;
        yield* rig.until('the end', () => ends().length > 0, 2 * rig.plan.limits.stateMs);
        forced = null;
        rig.link.mend();
        yield* rig.echoed(yield* rig.connected(rig.peer(), 5000), pattern(10), 1000);
      })(),
    );
    expect(ends()).toHaveLength(1);
    return { reason: ends()[0]?.reason, afterMs: (ends()[0]?.atNs ?? 0) / 1e6 - fromMs, commands: commandsOf(rig) };
  }

  test.each([
    ['idle', 'SYNRECV', 'chip-fault'],
    ['idle', 'FIN_WAIT', 'chip-fault'],
    ['idle', 'unknown', 'chip-fault'],
    ['data under way', 'FIN_WAIT', 'send-timeout'],
    ['data under way', 'unknown', 'send-timeout'],
    ['both ends closed', 'LAST_ACK', 'peer-closed'],
    ['both ends closed', 'TIME_WAIT', 'peer-closed'],
  ] as const)('%s, then %s: ends at its limit as %s', (phase, state, expected) => {
    const { limits, loop } = firmware.plan;
    const { reason, afterMs, commands } = endOf(phase, STATES[state]);
    expect(reason).toBe(expected);
    expect(commands).toContain('CLOSE');
    expect(afterMs).toBeGreaterThanOrEqual(limits.stateMs);
    expect(afterMs).toBeLessThanOrEqual(limits.stateMs + 2 * loop.worstPollMs);
  });
});

function commandsOf(rig: Rig): readonly string[] {
  return rig.events.flatMap((event) => (event.kind === 'command' ? [event.command] : []));
}
