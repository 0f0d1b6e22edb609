/** Buffer sizes, the wrap inside them, and the 16-bit pointers (W5500 datasheet 1.0.9, Sn_TX_FSR to Sn_RX_WR; W5200 1.2.5 p. 37). */
import { describe, expect, test } from 'vitest';
import { type Bench, bench } from '../bench.ts';
import { bytes } from '../evidence.ts';
import { CHIPS, establish, lastSegment } from '../rig.ts';
import { SEQ } from '../transitions.ts';

/** Both ways in turns of up to `most` bytes, until `total` have gone each way; the content must come through. */
function exchange(on: Bench, first: number, most: number, total: number): void {
  let [next, peerSeq] = [first, SEQ];
  for (let done = 0, round = 0; done < total; done += most, round++) {
    const out = bytes(most, round * 13);
    const sent = on.segments().length;
    on.driver.send(0, out);
    next = (next + most) >>> 0;
    on.peer({ flags: ['ack'], seq: peerSeq, ack: next, window: 65_535 });
    const payload = on
      .segments()
      .slice(sent)
      .flatMap((segment) => [...segment.payload]);
    if (!Buffer.from(payload).equals(Buffer.from(out))) throw new Error(`sent wrongly in round ${round}`);
    on.driver.setSocket(0, 'IR', 0xff);
    const back = bytes(most, round * 17 + 5);
    on.peer({ flags: ['psh', 'ack'], seq: peerSeq, ack: next, window: 65_535, payload: Uint8Array.from(back) });
    peerSeq += most;
    expect(on.driver.socket(0, 'RX_RSR', 2)).toBe(most);
    if (!Buffer.from(on.driver.receive(0)).equals(Buffer.from(back)))
      throw new Error(`received wrongly, round ${round}`);
  }
}

const pointers = ({ driver }: Bench) => [
  driver.socket(0, 'TX_WR', 2) - driver.socket(0, 'TX_RD', 2),
  driver.socket(0, 'RX_WR', 2) - driver.socket(0, 'RX_RD', 2),
];

describe.each(CHIPS)('%s', (name) => {
  test.each([1, 2, 4, 8, 16])(
    '%i KiB: all of it is free, bytes come through its wrap, and it fills to the last byte',
    (kib) => {
      const on = bench(name);
      on.driver.setSizes([kib, 0, 0, 0, 0, 0, 0, 0]);
      const next = establish(on, { window: 65_535 });
      expect([on.driver.socket(0, 'TX_FSR', 2), lastSegment(on).window]).toEqual([kib * 1024, kib * 1024]);
      exchange(on, next, 999, 3 * kib * 1024);
      expect([on.driver.socket(0, 'TX_FSR', 2), on.driver.socket(0, 'RX_RSR', 2)]).toEqual([kib * 1024, 0]);
      expect(pointers(on)).toEqual([0, 0]);
      const sent = on.segments().length;
      const all = bytes(kib * 1024, 3);
      on.driver.send(0, all);
      expect(on.driver.socket(0, 'TX_FSR', 2)).toBe(0);
      const payload = on
        .segments()
        .slice(sent)
        .flatMap((segment) => [...segment.payload]);
      expect(Buffer.from(payload).equals(Buffer.from(all))).toBe(true);
      expect(on.violations() ?? []).toEqual([]);
    },
  );

  test('pointers go round at 65536, and the connection with them', () => {
    const on = bench(name);
    const next = establish(on);
    const [tx, rx] = [on.driver.socket(0, 'TX_WR', 2), on.driver.socket(0, 'RX_RD', 2)];
    exchange(on, next, 1400, 70_000); // 50 rounds
    expect(on.driver.socket(0, 'TX_WR', 2)).toBe((tx + 70_000) % 65_536);
    expect(on.driver.socket(0, 'TX_RD', 2)).toBe((tx + 70_000) % 65_536);
    expect(on.driver.socket(0, 'RX_RD', 2)).toBe((rx + 70_000) % 65_536);
    expect(on.driver.socket(0, 'RX_WR', 2)).toBe((rx + 70_000) % 65_536);
    expect([on.driver.socket(0, 'TX_FSR', 2), on.violations() ?? []]).toEqual([2048, []]);
  });

  test('unequal sizes: no socket’s bytes touch another’s', () => {
    const on = bench(name);
    on.driver.setSizes([4, 1, 8, 2, 1, 0, 0, 0]);
    const busy = [0, 1, 2, 3, 4];
    const sizes = [4, 1, 8, 2, 1].map((kib) => kib * 1024);
    // Filled to the brim through W5500's own block or W5200's flat memory, all sockets before any is read.
    for (const n of busy) on.driver.fill(n, bytes(sizes[n] ?? 0, 50 * n));
    for (const n of busy) {
      const wanted = bytes(sizes[n] ?? 0, 50 * n);
      expect(Buffer.from(on.driver.txMemory(n, sizes[n] ?? 0)).equals(Buffer.from(wanted))).toBe(true);
    }
  });

  test('RECV publishes RX_RD: without it neither Sn_RX_RSR nor the window moves', () => {
    const on = bench(name);
    const next = establish(on);
    on.peer({ flags: ['psh', 'ack'], seq: SEQ, ack: next, payload: Uint8Array.from(bytes(1000)) });
    const pointer = (on.driver.socket(0, 'RX_RD', 2) + 1000) & 0xffff;
    on.driver.setSocket(0, 'RX_RD', pointer >> 8, pointer & 0xff);
    expect(on.driver.socket(0, 'RX_RSR', 2)).toBe(1000);
    expect(lastSegment(on).window).toBe(2048 - 1000);
    on.driver.command(0, 'RECV');
    expect(on.driver.socket(0, 'RX_RSR', 2)).toBe(0);
    on.peer({ flags: ['psh', 'ack'], seq: SEQ + 1000, ack: next, payload: Uint8Array.of(1) });
    expect(lastSegment(on).window).toBe(2047);
  });

  test('bytes beyond the free space are not taken', () => {
    const on = bench(name);
    const next = establish(on);
    for (const [offset, count] of [
      [0, 1400],
      [1400, 1400],
    ] as const) {
      on.peer({ flags: ['ack'], seq: SEQ + offset, ack: next, payload: Uint8Array.from(bytes(count, offset)) });
    }
    const waiting = on.driver.socket(0, 'RX_RSR', 2);
    expect([waiting <= 2048, lastSegment(on).ack]).toEqual([true, SEQ + waiting]);
    expect(on.driver.receive(0)).toEqual(bytes(waiting));
  });
});
