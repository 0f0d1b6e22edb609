import { describe, expect, test } from 'vitest';
import { bytes } from './evidence.ts';
import { CHIPS, establish, lastSegment, MS, PEER_ISS, type Rig, rig } from './rig.ts';

const SEQ = PEER_ISS + 1;

/** Payloads of all data segments sent since `from`, as [offset from `base`, length]. */
function dataSent(on: Rig, base: number): [number, number][] {
  return on
    .segments()
    .filter((segment) => segment.payload.length > 0)
    .map((segment) => [(segment.seq - base) >>> 0, segment.payload.length]);
}

function payloadSent(on: Rig): number[] {
  return on.segments().flatMap((segment) => [...segment.payload]);
}

describe.each(CHIPS)('%s sending', (name) => {
  test('splits by MSS; Sn_TX_RD moves on sending, Sn_TX_FSR on the ACK, SENDOK on the last ACK', () => {
    const on = rig(name, { switches: { initialPointers: 0 } });
    const next = establish(on);
    on.driver.setSocket(0, 'IR', 0xff);
    on.driver.send(0, bytes(2000));
    expect(dataSent(on, next)).toEqual([
      [0, 1460],
      [1460, 540],
    ]);
    expect(payloadSent(on)).toEqual(bytes(2000));
    expect([on.driver.socket(0, 'TX_RD', 2), on.driver.socket(0, 'TX_FSR', 2)]).toEqual([2000, 48]);
    on.peer({ flags: ['ack'], seq: SEQ, ack: next + 1460 });
    expect([on.driver.socket(0, 'TX_FSR', 2), on.driver.socket(0, 'IR')]).toEqual([1508, 0]);
    on.peer({ flags: ['ack'], seq: SEQ, ack: next + 2000 });
    expect([on.driver.socket(0, 'TX_FSR', 2), on.driver.socket(0, 'IR')]).toEqual([2048, 0x10]);
    expect(on.violations()).toEqual([]);
  });

  test.each([
    ['the peer’s smaller MSS', 500, 0, 500],
    ['the peer’s larger MSS', 9000, 0, 1460],
    ['no MSS option: 536', null, 0, 536],
    ['the host’s smaller Sn_MSSR', 1460, 300, 300],
  ])('%s', (_case, mss, mssr, wanted) => {
    const on = rig(name);
    on.driver.setSocket(0, 'MSSR', mssr >> 8, mssr & 0xff);
    establish(on, { mss });
    const synAck = on.segments().find((segment) => segment.flags.syn);
    expect(synAck?.mss).toBe(mssr === 0 ? 1460 : mssr);
    on.driver.send(0, bytes(2000));
    expect(Math.max(...on.segments().map((segment) => segment.payload.length))).toBe(wanted);
    expect(payloadSent(on)).toEqual(bytes(2000));
  });

  test('the peer’s window limits what is in flight', () => {
    const on = rig(name);
    const next = establish(on, { window: 1000 });
    on.driver.send(0, bytes(1800));
    expect(dataSent(on, next)).toEqual([[0, 1000]]);
    on.peer({ flags: ['ack'], seq: SEQ, ack: next + 1000, window: 1000 });
    expect(dataSent(on, next)).toEqual([
      [0, 1000],
      [1000, 800],
    ]);
  });

  test('no small segment while another is in flight', () => {
    const on = rig(name);
    const next = establish(on, { window: 1500 });
    on.driver.send(0, bytes(2000));
    expect(dataSent(on, next)).toEqual([[0, 1460]]);
    on.peer({ flags: ['ack'], seq: SEQ, ack: next + 1460, window: 1500 });
    expect(dataSent(on, next).at(-1)).toEqual([1460, 540]);
  });

  test('an older segment does not change the window', () => {
    const on = rig(name);
    const next = establish(on);
    on.peer({ flags: ['ack'], seq: SEQ + 10, ack: next, window: 4096 });
    on.peer({ flags: ['ack'], seq: SEQ, ack: next, window: 0 });
    on.driver.send(0, bytes(10));
    expect(dataSent(on, next)).toEqual([[0, 10]]);
  });

  test('the FIN takes a sequence number, not a byte of the TX buffer', () => {
    const on = rig(name);
    const next = establish(on);
    on.driver.send(0, bytes(100));
    on.driver.command(0, 'DISCON');
    on.peer({ flags: ['ack'], seq: SEQ, ack: next + 101 });
    expect([on.driver.socket(0, 'SR'), on.driver.socket(0, 'TX_FSR', 2)]).toEqual([0x18, 2048]);
  });

  test('a closed window: one octet after RTR, kept up for as long as the peer answers', () => {
    const on = rig(name);
    const next = establish(on, { window: 0 });
    on.driver.send(0, bytes(100));
    const since = on.clock.nowNs;
    expect(dataSent(on, next)).toEqual([]);
    on.waitUntil(since + 195 * MS);
    expect(dataSent(on, next)).toEqual([]);
    on.waitUntil(since + 201 * MS);
    expect(dataSent(on, next)).toEqual([[0, 1]]);
    for (let round = 0; round < 600; round++) {
      on.wait(150 * MS);
      on.peer({ flags: ['ack'], seq: SEQ, ack: next, window: 0 });
    }
    expect(on.driver.socket(0, 'SR')).toBe(0x17);
    on.peer({ flags: ['ack'], seq: SEQ, ack: next + 1, window: 8192 });
    expect(dataSent(on, next).at(-1)).toEqual([1, 99]);
    on.peer({ flags: ['ack'], seq: SEQ, ack: next + 100, window: 8192 });
    expect(on.driver.socket(0, 'IR') & 0x10).toBe(0x10);
  });

  test('a closed window and a dead peer: TIMEOUT', () => {
    const on = rig(name);
    establish(on, { window: 0 });
    on.driver.send(0, bytes(100));
    on.wait(32_100 * MS);
    expect([on.driver.socket(0, 'SR'), on.driver.socket(0, 'IR') & 0x08]).toEqual([0, 0x08]);
  });

  test('switch partialSend peer-window: SENDOK for what fitted, the rest needs another SEND', () => {
    const on = rig(name, { switches: { partialSend: 'peer-window', initialPointers: 0 } });
    const next = establish(on, { window: 1000 });
    on.driver.setSocket(0, 'IR', 0xff);
    on.driver.send(0, bytes(1800));
    on.peer({ flags: ['ack'], seq: SEQ, ack: next + 1000, window: 8192 });
    expect([on.driver.socket(0, 'IR'), on.driver.socket(0, 'TX_RD', 2)]).toEqual([0x10, 1000]);
    on.driver.command(0, 'SEND');
    expect(payloadSent(on)).toEqual(bytes(1800));
  });

  test('DISCON sends its FIN after the data', () => {
    const on = rig(name);
    const next = establish(on, { window: 100 });
    on.driver.send(0, bytes(150));
    on.driver.command(0, 'DISCON');
    expect(on.segments().some((segment) => segment.flags.fin)).toBe(false);
    on.peer({ flags: ['ack'], seq: SEQ, ack: next + 100 });
    expect(lastSegment(on)).toMatchObject({ flags: 'fin,ack', seq: next + 150 });
    expect(payloadSent(on)).toEqual(bytes(150));
  });

  test('sequence numbers wrap at 2³²', () => {
    const on = rig(name, { switches: { initialSequence: 0xffff_fffa } });
    const next = establish(on);
    expect(next).toBe(0xffff_fffb);
    on.driver.setSocket(0, 'IR', 0xff);
    on.driver.send(0, bytes(10));
    on.peer({ flags: ['ack'], seq: SEQ, ack: 0x0000_0005 });
    expect([on.driver.socket(0, 'IR'), on.driver.socket(0, 'TX_FSR', 2)]).toEqual([0x10, 2048]);
    on.driver.command(0, 'SEND_KEEP');
    expect(lastSegment(on).seq).toBe(4);
  });
});
