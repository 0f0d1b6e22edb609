/** A chip that takes a command and does nothing: in time it is reset, and the port is open again. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { WiznetChip } from '../../simulator/chip/chip.ts';
import type { Task } from '../../simulator/scenario/testbed/scheduler.ts';
import { BRISK, type Built, built, CHIPS } from './firmware.ts';
import { intercepted, SN_CR, SN_SR } from './intercepted.ts';
import { pattern, pause, Rig } from './rig.ts';

/** Sn_CR, W5500 datasheet 1.0.9 p. 46 and W5200 datasheet 1.3.0 p. 27. */
const OPEN = 0x01;
const CLOSE = 0x10;
/** Sn_SR. */
const CLOSED = 0x00;
/** Less than the time of the sweep. */
const LATE_NS = 5_000_000;
/** A FIN to a dead peer is repeated for 6 s, so that the device closes the socket after KW_CLOSE_MS. */
const ENDS_SLOWLY = { idle: { closeAfterS: 2 }, retransmission: { timeoutMs: 400, count: 3 } };
/** A peer that takes nothing is left after so much time; as it lives, the chip itself would keep the connection. */
const SPEC = { ...BRISK, sendTimeoutS: 2 };

class DeafChip {
  /** Set while the chip does nothing. */
  isDeaf = false;
  /** When the connection ended for the application, and the last reset of the chip; milliseconds. */
  endedMs: number | null = null;
  resetMs: number | null = null;
  /** Commands that had no effect. */
  lost = 0;

  constructor(
    private readonly command: number,
    private readonly name: string,
  ) {}

  wrap(chip: WiznetChip, rig: Rig): WiznetChip {
    const written = (register: number, byte: number): number => {
      if (register !== SN_CR || byte !== this.command || !this.isDeaf) return byte;
      this.lost++;
      return 0;
    };
    const through = intercepted(chip, this.name, { written });
    return {
      ...through,
      reset: (level) => {
        if (level === 0) {
          this.isDeaf = false;
          this.resetMs = rig.nowMs;
        }
        through.reset(level);
      },
      get interrupt() {
        return chip.interrupt;
      },
    };
  }
}

describe.each(CHIPS)('%s', (name) => {
  let firmware: Built;
  beforeAll(async () => {
    firmware = await built({ chip: name, ...SPEC });
  });

  /** Deaf to a command, from before it is due for so long after it was first given. */
  function play(command: number, hearsAfterMs: number): DeafChip {
    const deaf = new DeafChip(command, name);
    const rig = new Rig(firmware, { wrap: (chip, itsRig) => deaf.wrap(chip, itsRig) });
    rig.play(
      (function* (): Task {
        const connection = yield* rig.connected(rig.peer({ receiveBufferBytes: 100 }), 1000);
        connection.autoRead = false;
        connection.send(pattern(300));
        deaf.resetMs = null;
        deaf.isDeaf = true;
        yield* rig.until('the command', () => deaf.lost > 0, 20_000);
        yield pause(hearsAfterMs);
        deaf.isDeaf = false;
        yield pause(2000);
        yield* rig.echoed(yield* rig.connected(rig.peer(), 5000), pattern(10), 1000);
      })(),
    );
    const ended = rig.events.find((event) => event.kind === 'firmware' && event.what === 'ended');
    deaf.endedMs = ended === undefined ? null : ended.atNs / 1e6;
    return deaf;
  }

  test.each([
    ['CLOSE', CLOSE],
    ['OPEN', OPEN],
  ] as const)('%s without effect: repeated, and the chip reset in time', (_name, command) => {
    const { limits, loop } = firmware.plan;
    const patient = play(command, limits.noEffectMs - 2 * loop.worstPollMs);
    expect(patient.resetMs).toBeNull();
    expect(patient.lost).toBeGreaterThan(10);

    const { endedMs, resetMs } = play(command, limits.noEffectMs + 2 * loop.worstPollMs);
    const lastedMs = (resetMs ?? Number.NaN) - (endedMs ?? Number.NaN);
    expect(lastedMs).toBeGreaterThanOrEqual(limits.noEffectMs);
    expect(lastedMs).toBeLessThanOrEqual(limits.noEffectMs + 2 * loop.worstPollMs);
  });

  test('an OPEN that shows late has time, also when the end of the connection took long', async () => {
    let shownNs = 0;
    const written = (register: number, byte: number, nowNs: number): number => {
      if (register === SN_CR && byte === OPEN) shownNs = nowNs + LATE_NS;
      return byte;
    };
    const rig = new Rig(await built({ chip: name, ...SPEC, ...ENDS_SLOWLY }), {
      wrap: (chip, { clock }) =>
        intercepted(chip, name, {
          written: (register, byte) => written(register, byte, clock.nowNs),
          read: (register, byte) => (register === SN_SR && clock.nowNs < shownNs ? CLOSED : byte),
        }),
    });
    const endsMs = (): readonly number[] =>
      rig.events.flatMap((it) => (it.kind === 'firmware' && it.what === 'ended' ? [it.atNs / 1e6] : []));
    rig.play(
      (function* (): Task {
        const peer = rig.peer();
        yield* rig.echoed(yield* rig.connected(peer, 1000), pattern(10), 1000);
        peer.powerOff();
        yield* rig.until('the end', () => endsMs().length > 0, 20_000);
        yield pause(rig.plan.limits.closeMs + 100);
        yield* rig.echoed(yield* rig.connected(rig.peer(), 100), pattern(10), 1000);
      })(),
    );
    const closes = rig.events.filter((it) => it.kind === 'command' && it.command === 'CLOSE');
    // Counted in ticks of 1 ms, of which the first one had begun.
    expect(closes.map(({ atNs }) => atNs / 1e6 - (endsMs()[0] ?? 0))).toEqual([
      expect.toSatisfy((ms: number) => ms > rig.plan.limits.closeMs - 1),
    ]);
    expect(rig.faults()).toEqual([]);
  });
});
