import { describe, expect, test } from 'vitest';
import { createChip } from '../../simulator/chip/chip.ts';
import { type ChipFault, createFaultyChip } from '../../simulator/chip/faults.ts';
import { Clock, NS_PER_MS } from '../../simulator/clock.ts';
import { Link } from '../../simulator/net/link.ts';
import type { EventBody } from '../../simulator/timeline.ts';

/** VERSIONR (W5500 datasheet: 0x0039 reads 0x04; W5200: 0x001F reads 0x03) and RCR, whose reset value is 8. */
const CHIPS = {
  W5500: { version: [0x00, 0x39, 0x00], is: 0x04, rcr: [0x00, 0x1b, 0x00], write: [0x00, 0x1b, 0x04, 3] },
  W5200: {
    version: [0x00, 0x1f, 0x00, 0x01],
    is: 0x03,
    rcr: [0x00, 0x19, 0x00, 0x01],
    write: [0x00, 0x19, 0x80, 1, 3],
  },
} as const;

describe.each(['W5500', 'W5200'] as const)('%s', (name) => {
  const { version, is, rcr, write } = CHIPS[name];

  function setUp(seed = 1) {
    const clock = new Clock();
    const events: EventBody[] = [];
    const port = new Link({ clock, report: () => {} }).attach('device');
    const report = (event: EventBody) => events.push(event);
    const { chip, faults } = createFaultyChip({ clock, report, seed }, (excusing) =>
      createChip({ name, clock, port, report: excusing, seed }),
    );
    const later = (ms: number) => clock.advanceTo(clock.nowNs + ms * NS_PER_MS);
    const pulse = () => {
      chip.reset(0);
      later(1);
      chip.reset(1);
      later(200);
    };
    const exchange = (bytes: readonly number[]): number => {
      chip.select();
      const value = chip.exchange(Uint8Array.from(bytes)).at(-1) ?? 0;
      chip.deselect();
      return value;
    };
    const read = (header: readonly number[]) => exchange([...header, 0]);
    pulse();
    return { clock, chip, faults, events, later, pulse, exchange, read };
  }

  test.each([
    ['absent', 0xff],
    ['miso-low', 0x00],
    ['miso-high', 0xff],
  ] as const)('%s reads 0x%s, and is over when told so', (fault, want) => {
    const { faults, read, later } = setUp();
    expect(read(version)).toBe(is);
    faults.begin({ is: fault } satisfies ChipFault);
    expect(read(version)).toBe(want);
    faults.end();
    later(200);
    expect(read(version)).toBe(is);
  });

  test('a brown-out and an absence lose what was written; stuck MISO does not, and hears', () => {
    const { faults, read, exchange, later } = setUp();
    exchange(write);
    expect(read(rcr)).toBe(3);
    faults.brownOut();
    later(250);
    expect(read(rcr)).toBe(8);
    faults.begin({ is: 'miso-low' });
    exchange(write);
    faults.end();
    expect(read(rcr)).toBe(3);
    faults.begin({ is: 'absent' });
    faults.end();
    later(200);
    expect(read(rcr)).toBe(8);
  });

  test('one wrong bit is one bit of one byte, then all is well', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const { faults, read } = setUp(seed);
      faults.begin({ is: 'bit-errors', rate: 0.1, count: 1 });
      const wrong = Array.from({ length: 400 }, () => read(version) ^ is).filter((bits) => bits !== 0);
      expect(wrong.length).toBeLessThanOrEqual(1); // it may hit a byte that is no data
      for (const bits of wrong) expect(bits & (bits - 1)).toBe(0);
      expect(faults.intervals.at(-1)?.untilNs).not.toBeNull();
    }
  });

  test('without an end of them, wrong bits come at the rate that was asked for', () => {
    const { faults, read } = setUp();
    faults.begin({ is: 'bit-errors', rate: 0.2, count: Number.POSITIVE_INFINITY });
    const wrong = Array.from({ length: 2000 }, () => read(version)).filter((value) => value !== is).length;
    expect(wrong).toBeGreaterThan(310);
    expect(wrong).toBeLessThan(490);
  });

  test('random wrong bits on MOSI reach the chip, and what it answers arrives', () => {
    const { faults, read, exchange } = setUp();
    faults.begin({ is: 'bit-errors', on: 'mosi', rate: 1, count: 1 });
    exchange(write); // a bit of its first byte: the chip writes elsewhere
    expect(read(rcr)).toBe(8);
    expect(read(version)).toBe(is);
  });

  test('one bit of one byte of a certain frame: no other frame, byte or bit', () => {
    const last = write.length - 1;
    for (let bit = 0; bit < 8; bit++) {
      const { faults, read, exchange } = setUp();
      faults.begin({
        is: 'bit-errors',
        on: 'mosi',
        at: { frame: Uint8Array.from(write.slice(0, last)), nth: 2, byte: last, bit },
      });
      exchange(write);
      expect(read(rcr)).toBe(3);
      exchange(write);
      expect(read(rcr)).toBe(3 ^ (1 << bit));
      expect(faults.intervals.at(-1)?.untilNs).not.toBeNull();
      exchange(write);
      expect(read(rcr)).toBe(3);
    }
  });

  test('without its beginning the nth of all frames is meant, on MISO as well', () => {
    const { faults, read } = setUp();
    faults.begin({
      is: 'bit-errors',
      at: { frame: new Uint8Array(), nth: 3, byte: version.length, bit: 6 },
    });
    expect([1, 2, 3, 4].map(() => read(version))).toEqual([is, is, is ^ 0x40, is]);
  });

  test('violations are excused while the fault is on and a second longer, but not after the host’s reset', () => {
    const on = setUp();
    const violate = (): boolean | undefined => {
      on.chip.reset(0);
      on.read(version); // access while RSTn is low
      on.chip.reset(1);
      on.later(200);
      const last = on.events.findLast((event) => event.kind === 'violation' && event.rule === 'access/in-reset');
      return last?.kind === 'violation' ? last.excused : undefined;
    };
    expect(violate()).toBeUndefined();
    on.faults.begin({ is: 'miso-low' });
    expect(violate()).toBe(true);
    on.faults.end();
    on.read([...version.slice(0, 1), 0xff, ...version.slice(2)]); // a reserved address
    expect(on.events.at(-1)).toMatchObject({ kind: 'violation', excused: true });
    on.pulse();
    on.read([...version.slice(0, 1), 0xff, ...version.slice(2)]);
    expect(on.events.at(-1)).not.toHaveProperty('excused');
    on.faults.begin({ is: 'miso-low' });
    on.faults.end();
    on.later(1000);
    on.read([...version.slice(0, 1), 0xff, ...version.slice(2)]);
    expect(on.events.at(-1)).not.toHaveProperty('excused');
  });
});
