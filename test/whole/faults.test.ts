import { beforeAll, describe, expect, test } from 'vitest';
import { sessionsOf } from '../../simulator/scenario/record/sessions.ts';
import type { Task } from '../../simulator/scenario/testbed/scheduler.ts';
import { counting, withAbsence, withStuckMiso } from './broken-chips.ts';
import { BOARDS, BRISK, type Built, built } from './firmware.ts';
import { pattern, pause, Rig, type RigOptions } from './rig.ts';
import { shareOf } from './share.ts';
import { STRICT_APP } from './strict-app.ts';
import { range, sweep } from './sweep.ts';

/** The datasheets' VERSIONR of the one chip is a wrong answer of the other. */
const OTHER_VERSION = { W5500: 0x03, W5200: 0x04 };
/** RSTn's low second between attempts, and what the chip then needs until it may be spoken to: 50 or 150 ms. */
const RETRY_MS = 1000;
const READY_MS = { W5500: 50, W5200: 150 };

const texts = (rig: Rig): readonly string[] =>
  rig.faults().map((event) => (event.kind === 'firmware' && event.what === 'fault' ? event.text : ''));
const faultMs = (rig: Rig): readonly number[] => rig.faults().map(({ atNs }) => atNs / 1e6);

function mustBeAllowed(rig: Rig, allowed: RegExp): void {
  const others = rig.violations().filter((text) => !allowed.test(text));
  if (others.length > 0) throw new Error(`${others.length} violations, first ${others[0]}`);
}

describe.each(BOARDS.map(([name, board], row) => [name, board, row] as const))('%s', (_name, board, row) => {
  const { chip } = board;
  const recoveryMs = RETRY_MS + READY_MS[chip] + 20;
  let firmware: Built;
  let strict: Built;
  beforeAll(async () => {
    firmware = await built({ ...board, ...BRISK });
    strict = await built({ ...board, ...BRISK }, { 'app.c': STRICT_APP });
  });

  test('a chip that is not there is reported, tried again every second, and served once it is there', () => {
    sweep([0x00, 0xff, OTHER_VERSION[chip], 0x05, 0x10, 0xa0], (value) => {
      const appearsMs = 5300;
      const rig = new Rig(strict, {
        wrap: (real, { clock }) => withAbsence(real, value, () => clock.nowNs < appearsMs * 1e6),
      });
      rig.play(
        (function* () {
          yield pause(appearsMs);
          yield* rig.echoed(yield* rig.connected(rig.peer(), recoveryMs + 100), pattern(3000), 1000);
        })(),
      );
      expect(new Set(texts(rig))).toEqual(new Set(['no chip answered after its reset']));
      const times = faultMs(rig);
      // Without the pin the chip may still be powering up when it is reset: as long again.
      expect(times[0]).toBeLessThan(('wiring' in board ? 2 : 1) * READY_MS[chip] + 10);
      for (const [index, atMs] of times.slice(1).entries()) {
        const sinceMs = atMs - (times[index] ?? 0);
        expect(sinceMs).toBeGreaterThanOrEqual(RETRY_MS);
        expect(sinceMs).toBeLessThan(recoveryMs);
      }
      expect(times).toHaveLength(5);
      expect(rig.violations()).toEqual([]);
    });
  });

  test('a crystal that does not start is reported once, and the device works', () => {
    const rig = new Rig(strict, { faults: () => ({ clock: true }) });
    rig.play(
      (function* () {
        yield* rig.echoed(yield* rig.connected(rig.peer(), 1000), pattern(3000), 1000);
      })(),
    );
    expect(texts(rig)).toEqual(['SYSCLK is not what was planned']);
  });

  /** Listening, connected, echoing, idle with two probes, echoing, closing; marks are SPI bytes so far. */
  function* life(rig: Rig, mark: () => void): Task {
    mark();
    yield pause(300);
    mark();
    const connection = yield* rig.connected(rig.peer(), 1000);
    yield pause(20);
    mark();
    yield* rig.echoed(connection, pattern(3000), 1000);
    yield pause(20);
    mark();
    yield pause(2600);
    mark();
    yield* rig.echoed(connection, pattern(2500, 3000), 1000);
    connection.close();
    yield pause(50);
    mark();
  }

  /** How many bytes the SPI has moved when each part of the life begins, and at its end. */
  function marksOf(): readonly number[] {
    const marks: number[] = [];
    let count = 0;
    const rig = new Rig(strict, { wrap: (real) => counting(real, () => count++) });
    rig.play(life(rig, () => marks.push(count)));
    expect(rig.faults()).toEqual([]);
    return marks;
  }

  /** The life as far as it gets, then a new client that must get in; returns when the trouble was over. */
  function broken(app: Built, options: RigOptions, overMs: (rig: Rig) => number): Rig {
    const rig = new Rig(app, options);
    rig.play(
      (function* () {
        try {
          yield* life(rig, () => {});
        } catch {
          // what the trouble has broken
        }
        const restMs = overMs(rig) + recoveryMs - rig.nowMs;
        if (restMs > 0) yield pause(restMs);
        yield* rig.echoed(yield* rig.connected(rig.peer(), 3500), pattern(2000), 1000);
      })(),
    );
    return rig;
  }

  /** Reported at once; and every connection that stood then is told to the application as ended by it. */
  function mustBeTold(rig: Rig, sinceMs: number, withinMs: number): void {
    const [first] = faultMs(rig);
    if (first === undefined) throw new Error(`no fault reported; the trouble began at ${sinceMs} ms`);
    expect(first - sinceMs).toBeLessThan(withinMs);
    for (const session of sessionsOf(rig.events)) {
      const stood =
        session.establishedAtNs / 1e6 < first - 2 && (session.left?.atNs ?? Number.POSITIVE_INFINITY) / 1e6 >= first;
      if (stood && session.readsNs.length > 0) expect(session.report?.reason).toBe('chip-fault');
    }
  }

  test.each([
    ['one byte', 0],
    ['no byte for 2.5 s', 2500],
  ])('SPI that moves %s, from any byte on: reported, bounded, recovered', (_name, lastsMs) => {
    const end = marksOf().at(-1) ?? 0;
    // Without the pin the first eight bytes are two resets, each of which is enough.
    const first = 'wiring' in board ? 9 : 0;
    sweep(shareOf([...range(first, 60, 3), ...range(60, end, Math.ceil(end / 100))], 5, row), (from) => {
      let beganMs = Number.NaN;
      const rig = broken(
        strict,
        {
          faults: ({ clock }) => ({
            spi: (byte) => {
              if (byte < from) return false;
              if (Number.isNaN(beganMs)) {
                beganMs = clock.nowNs / 1e6;
                return true;
              }
              return clock.nowNs / 1e6 < beganMs + lastsMs;
            },
          }),
        },
        () => beganMs + lastsMs,
      );
      mustBeTold(rig, beganMs, 20);
      const allowed = /^spi\//; // a frame broken off, on the chip that minds
      mustBeAllowed(rig, allowed);
    });
  });

  describe.each([
    ['low', 0x00],
    ['high', 0xff],
  ])('MISO stuck %s', (_name, value) => {
    function stuckFrom(app: Built, from: number): Rig {
      let beganMs = Number.NaN;
      const rig: Rig = broken(
        app,
        {
          wrap: (real, { clock }) =>
            withStuckMiso(real, value, (byte) => {
              if (byte < from) return false;
              if (Number.isNaN(beganMs)) beganMs = clock.nowNs / 1e6;
              return clock.nowNs / 1e6 < beganMs + 1500;
            }),
        },
        () => beganMs + 1500,
      );
      // Without the pin the first bytes are those of the reset, and nothing is read for twice 50 ms.
      mustBeTold(rig, beganMs, 'wiring' in board ? 110 : 60);
      return rig;
    }

    test('while no data flows: nobody and nothing is made up, the fault is told, and it recovers', () => {
      const [start = 0, listening = 0, connected = 0, , idle = 0, busy = 0] = [0, ...marksOf()];
      expect(busy).toBeGreaterThan(idle);
      const points = [
        ...range(start, listening, Math.ceil((listening - start) / 50)),
        ...range(listening, connected, Math.ceil((connected - listening) / 50)),
        ...range(idle, busy, Math.ceil((busy - idle) / 50)),
      ];
      sweep(shareOf(points, 5, value), (from) => stuckFrom(strict, from));
    });

    // What is read from a buffer at that very moment is wrong and cannot be told from data; nothing else may be.
    test('while data flows: the fault is told, and it recovers', () => {
      const [, , data = 0, idle = 0, busy = 0, end = 0] = marksOf();
      const points = [
        ...range(data, idle, Math.ceil((idle - data) / 40)),
        ...range(busy, end, Math.ceil((end - busy) / 40)),
      ];
      sweep(shareOf(points, 5, value), (from) => stuckFrom(firmware, from));
    });
  });

  /** The chip loses everything and the firmware has not asked for it. */
  const RESETS: readonly (readonly [string, (rig: Rig) => Task])[] = [
    [
      'a pulse on RSTn from elsewhere',
      function* (rig) {
        rig.chip.reset(0);
        yield pause(1);
        rig.chip.reset(1);
      },
    ],
    [
      'MR.RST, as a brown-out leaves it',
      function* (rig) {
        // Address, then control byte or operation and length, then MR.
        const frame = chip === 'W5500' ? [0, 0, 0x04, 0x80] : [0, 0, 0x80, 0x01, 0x80];
        rig.chip.select();
        rig.chip.exchange(Uint8Array.from(frame));
        rig.chip.deselect();
        yield pause(1);
      },
    ],
  ];
  describe.each(RESETS)('a chip that resets itself: %s', (_name, reset) => {
    test.each([
      ['while listening', false],
      ['in mid-connection', true],
    ])('%s', (_when, isConnected) => {
      sweep(shareOf(range(0, 2000, 97), 4), (afterMs) => {
        const rig = new Rig(strict);
        let atMs = Number.NaN;
        rig.play(
          (function* () {
            yield pause(300);
            if (isConnected) yield* rig.echoed(yield* rig.connected(rig.peer(), 1000), pattern(100), 1000);
            yield pause(afterMs + 0.5); // half a tick after whatever the firmware does at ticks
            atMs = rig.nowMs;
            yield* reset(rig);
            yield pause(recoveryMs + 300);
            yield* rig.echoed(yield* rig.connected(rig.peer(), 2000), pattern(2000), 1000);
          })(),
        );
        const [first] = faultMs(rig);
        if (first === undefined) throw new Error(`no fault reported; the chip was reset at ${atMs} ms`);
        expect(first - atMs).toBeLessThan(300);
        const [session] = sessionsOf(rig.events);
        if (isConnected) expect(session?.report?.reason).toBe('chip-fault');
        const allowed = /^access\/(not-ready|in-reset)/; // nobody told the firmware that it may not
        mustBeAllowed(rig, allowed);
      });
    });
  });
});
