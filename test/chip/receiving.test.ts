import { describe, expect, test } from 'vitest';
import { bytes } from './evidence.ts';
import { CHIPS, establish, lastSegment, listen, MS, PEER_ISS, type Rig, rig } from './rig.ts';

const SEQ = PEER_ISS + 1;

describe.each(CHIPS)('%s receiving', (name) => {
  const data = (on: Rig, seq: number, ack: number, payload: readonly number[]) =>
    on.peer({ flags: ['psh', 'ack'], seq: seq >>> 0, ack, payload: Uint8Array.from(payload) });

  test('RECV publishes RX_RD; before it neither Sn_RX_RSR nor the window moves', () => {
    const on = rig(name, { switches: { initialPointers: 0 } });
    const next = establish(on);
    data(on, SEQ, next, bytes(100));
    expect(lastSegment(on)).toMatchObject({ flags: 'ack', ack: SEQ + 100, window: 1948 });
    expect([on.driver.socket(0, 'RX_RSR', 2), on.driver.socket(0, 'RX_WR', 2)]).toEqual([100, 100]);
    on.driver.setSocket(0, 'RX_RD', 0, 100);
    expect(on.driver.socket(0, 'RX_RSR', 2)).toBe(100);
    data(on, SEQ + 100, next, [1]);
    expect(lastSegment(on).window).toBe(1947);
    on.driver.command(0, 'RECV');
    expect(on.driver.socket(0, 'RX_RSR', 2)).toBe(1);
    expect(on.driver.receive(0)).toEqual([1]);
  });

  test('several segments raise one RECV; the bytes come out in order', () => {
    const on = rig(name);
    const next = establish(on);
    on.driver.setSocket(0, 'IR', 0xff);
    data(on, SEQ, next, [1, 2]);
    data(on, SEQ + 2, next, [3, 4, 5]);
    expect([on.driver.socket(0, 'IR'), on.driver.receive(0)]).toEqual([0x04, [1, 2, 3, 4, 5]]);
  });

  test.each([
    ['a gap', SEQ + 1, [9], SEQ],
    ['all old', SEQ - 1, [9], SEQ],
    ['beyond the window', SEQ + 2048, [9], SEQ],
  ])('%s is not taken and acknowledged at once', (_case, seq, payload, ack) => {
    const on = rig(name);
    const next = establish(on, { mode: 0x01 });
    const before = on.segments().length;
    data(on, seq, next, payload);
    expect([on.segments().length - before, lastSegment(on).ack, on.driver.socket(0, 'RX_RSR', 2)]).toEqual([1, ack, 0]);
  });

  test('a segment that overlaps gives its new part', () => {
    const on = rig(name);
    const next = establish(on);
    data(on, SEQ, next, [1, 2, 3]);
    data(on, SEQ + 1, next, [2, 3, 4, 5]);
    expect(on.driver.receive(0)).toEqual([1, 2, 3, 4, 5]);
  });

  test('a delayed ACK waits from the first segment on', () => {
    const on = rig(name);
    const next = establish(on, { mode: 0x01 });
    const before = on.segments().length;
    const since = on.clock.nowNs;
    data(on, SEQ, next, [1]);
    on.waitUntil(since + 150 * MS);
    data(on, SEQ + 1, next, [2]);
    on.waitUntil(since + 200 * MS);
    expect(on.segments().slice(before)).toMatchObject([{ atNs: since + 200 * MS, ack: SEQ + 2 }]);
  });

  test('what the peer sends again is acknowledged at once, new part or not', () => {
    const on = rig(name);
    const next = establish(on, { mode: 0x01 });
    data(on, SEQ, next, [1, 2]);
    const before = on.segments().length;
    data(on, SEQ + 1, next, [2, 3]);
    expect([on.segments().length - before, lastSegment(on).ack]).toEqual([1, SEQ + 3]);
  });

  test('RX full: a segment that does not fit is withheld as a whole; RECV opens the window again', () => {
    const on = rig(name);
    const next = establish(on);
    data(on, SEQ, next, bytes(1400));
    data(on, SEQ + 1400, next, bytes(700));
    expect([on.driver.socket(0, 'RX_RSR', 2), lastSegment(on).window]).toEqual([1400, 648]);
    data(on, SEQ + 1400, next, bytes(648));
    expect(lastSegment(on).window).toBe(0);
    const before = on.segments().length;
    expect(on.driver.receive(0)).toHaveLength(2048);
    expect(on.segments().slice(before)).toMatchObject([{ window: 2048, ack: SEQ + 2048 }]);
  });

  test('a closed window still takes an ACK', () => {
    const on = rig(name);
    const next = establish(on);
    data(on, SEQ, next, bytes(1460));
    data(on, SEQ + 1460, next, bytes(588));
    on.driver.setSocket(0, 'IR', 0xff);
    on.driver.send(0, [1]);
    on.peer({ flags: ['ack'], seq: SEQ + 2048, ack: next + 1 });
    expect(on.driver.socket(0, 'IR')).toBe(0x10);
  });

  test('ACK at once with ND, RTR later without, or on the next segment sent', () => {
    const now = rig(name);
    data(now, SEQ, establish(now), [1]);
    expect(lastSegment(now).ack).toBe(SEQ + 1);

    const later = rig(name);
    const next = establish(later, { mode: 0x01 });
    const before = later.segments().length;
    const since = later.clock.nowNs;
    data(later, SEQ, next, [1]);
    later.waitUntil(since + 200 * MS - 1);
    expect(later.segments()).toHaveLength(before);
    later.waitUntil(since + 200 * MS);
    expect(lastSegment(later)).toMatchObject({ flags: 'ack', ack: SEQ + 1 });

    data(later, SEQ + 1, next, [2]);
    later.driver.send(0, [7]);
    expect(lastSegment(later)).toMatchObject({ ack: SEQ + 2, payload: [7] });
    const frames = later.segments().length;
    later.waitUntil((later.segments().at(-1)?.atNs ?? 0) + 200 * MS - 1); // the data itself is due again then
    expect(later.segments()).toHaveLength(frames);
  });

  test('the peer’s sequence numbers wrap at 2³²', () => {
    const on = rig(name);
    listen(on);
    on.peer({ flags: ['syn'], seq: 0xffff_fffd });
    const next = lastSegment(on).seq + 1;
    on.peer({ flags: ['ack'], seq: 0xffff_fffe, ack: next });
    data(on, 0xffff_fffe, next, [1, 2, 3, 4]);
    expect([lastSegment(on).ack, on.driver.receive(0)]).toEqual([2, [1, 2, 3, 4]]);
  });

  test.each([
    [false, 0],
    [true, 0x04],
  ])('switch recvAgain %s', (recvAgain, ir) => {
    const on = rig(name, { switches: { recvAgain, initialPointers: 0 } });
    const next = establish(on);
    data(on, SEQ, next, [1, 2, 3]);
    on.driver.setSocket(0, 'IR', 0xff);
    on.driver.setSocket(0, 'RX_RD', 0, 1);
    on.driver.command(0, 'RECV');
    expect([on.driver.socket(0, 'IR'), on.driver.socket(0, 'RX_RSR', 2)]).toEqual([ir, 2]);
  });

  test.each([
    ['lost', 0],
    ['kept', 3],
  ] as const)('switch rxAfterClosed %s', (rxAfterClosed, waiting) => {
    const on = rig(name, { switches: { rxAfterClosed } });
    const next = establish(on);
    data(on, SEQ, next, [1, 2, 3]);
    on.peer({ flags: ['rst'], seq: SEQ + 3 });
    expect(on.driver.socket(0, 'RX_RSR', 2)).toBe(waiting);
  });
});
