import { describe, expect, test } from 'vitest';
import { bytes } from './evidence.ts';
import { CHIPS, establish, lastSegment, listen, PEER_ISS, rig } from './rig.ts';

const SEQ = PEER_ISS + 1;

describe.each(CHIPS)('%s pointers', (name) => {
  test.each([0, 0x8fee, 0xfff0, 0xffff])('start at %i: bytes come through both wraps', (initialPointers) => {
    const on = rig(name, { switches: { initialPointers } });
    let next = establish(on);
    let peerSeq = SEQ;
    for (let round = 0; round < 5; round++) {
      const out = bytes(777, round);
      on.driver.send(0, out);
      next = (next + 777) >>> 0;
      expect(lastSegment(on).payload).toEqual(out);
      on.peer({ flags: ['psh', 'ack'], seq: peerSeq, ack: next, payload: Uint8Array.from(bytes(999, round + 7)) });
      peerSeq += 999;
      expect(on.driver.receive(0)).toEqual(bytes(999, round + 7));
    }
    expect(on.driver.socket(0, 'TX_WR', 2)).toBe((initialPointers + 5 * 777) & 0xffff);
    expect(on.driver.socket(0, 'RX_WR', 2)).toBe((initialPointers + 5 * 999) & 0xffff);
    expect([on.driver.socket(0, 'TX_FSR', 2), on.violations()]).toEqual([2048, []]);
  });

  test('OPEN sets all; those of TX are set again while the connection forms, those of RX stay', () => {
    const on = rig(name, { switches: { initialPointers: 'random' } });
    const tx = () => on.driver.readSocketAt(0, 0x22, 4).join();
    const rx = () => on.driver.readSocketAt(0, 0x28, 4).join();
    const atReset = { tx: tx(), rx: rx() };
    listen(on);
    const atOpen = { tx: tx(), rx: rx() };
    on.peer({ flags: ['syn'], seq: PEER_ISS });
    on.peer({ flags: ['ack'], seq: SEQ, ack: (lastSegment(on).seq + 1) >>> 0 });
    expect(new Set([atReset.tx, atOpen.tx, tx()]).size).toBe(3);
    expect(atOpen.rx).not.toBe(atReset.rx);
    expect(rx()).toBe(atOpen.rx);
    expect(on.driver.socket(0, 'RX_RSR', 2)).toBe(0);
    expect(on.driver.socket(0, 'TX_FSR', 2)).toBe(2048);
  });

  test('by default random on the W5200 and 0 on the W5500; equal seeds give equal ones', () => {
    const afterOpen = (seed: number) => {
      const on = rig(name, { seed });
      listen(on);
      return on.driver.socket(0, 'RX_RD', 2);
    };
    expect(afterOpen(1)).toBe(afterOpen(1));
    if (name === 'W5500') expect(afterOpen(1)).toBe(0);
    else expect(afterOpen(1)).not.toBe(afterOpen(2));
  });
});

test('W5200 datasheet’s example: S0_TX_WR 0x8FEE, 512 bytes = 18 at 0x87EE and 494 at 0x8000', () => {
  const on = rig('W5200', { switches: { initialPointers: 0x8fee } });
  establish(on);
  expect(on.driver.socket(0, 'TX_WR', 2)).toBe(0x8fee);
  const out = bytes(512);
  on.driver.frame(0x87, 0xee, 0x80, 18, ...out.slice(0, 18));
  on.driver.frame(0x80, 0x00, 0x81, 0xee, ...out.slice(18));
  on.driver.setSocket(0, 'TX_WR', 0x91, 0xee);
  on.driver.command(0, 'SEND');
  expect([lastSegment(on).payload, on.driver.socket(0, 'TX_RD', 2), on.violations()]).toEqual([out, 0x91ee, []]);
});

test('W5200: a buffer begins where those of the lower sockets end', () => {
  const on = rig('W5200', { switches: { initialPointers: 0x1003 } });
  for (const [n, kib] of [4, 1, 8, 0, 0, 0, 0, 0].entries()) {
    on.driver.setSocket(n, 'TXBUF_SIZE', kib);
    on.driver.setSocket(n, 'RXBUF_SIZE', kib);
  }
  listen(on, { n: 2 });
  on.peer({ flags: ['syn'], seq: PEER_ISS });
  const next = lastSegment(on).seq + 1;
  on.peer({ flags: ['psh', 'ack'], seq: SEQ, ack: next, payload: Uint8Array.of(0xab) });
  // 5 KiB below, 0x1003 & 0x1FFF in a buffer of 8 KiB.
  expect(on.driver.frame(0xc0 + 0x14 + 0x10, 0x03, 0x00, 0x01, 0x00)[4]).toBe(0xab);
  on.driver.frame(0x80 + 0x14 + 0x10, 0x03, 0x80, 0x01, 0xcd);
  on.driver.setSocket(2, 'TX_WR', 0x10, 0x04);
  on.driver.command(2, 'SEND');
  expect(lastSegment(on).payload).toEqual([0xcd]);
});

test.each(CHIPS)('%s: sizes of 1, 4 and 8 KiB show in Sn_TX_FSR and in the window', (name) => {
  for (const kib of [1, 4, 8]) {
    const on = rig(name);
    for (let n = 1; n < 8; n++) {
      on.driver.setSocket(n, 'TXBUF_SIZE', 0);
      on.driver.setSocket(n, 'RXBUF_SIZE', 0);
    }
    on.driver.setSocket(0, 'TXBUF_SIZE', kib);
    on.driver.setSocket(0, 'RXBUF_SIZE', kib);
    establish(on);
    expect([on.driver.socket(0, 'TX_FSR', 2), lastSegment(on).window]).toEqual([kib * 1024, kib * 1024]);
    expect(on.violations()).toEqual([]);
  }
});

test.each(CHIPS)('%s: a size register tears when it changes between its bytes', (name) => {
  const on = rig(name);
  const next = establish(on);
  on.peer({ flags: ['ack'], seq: SEQ, ack: next, payload: Uint8Array.from(bytes(0xff)) });
  const header = name === 'W5500' ? [0x00, 0x26, 0x08] : [0x40, 0x26, 0x00, 0x02];
  on.driver.board.select();
  for (const byte of header) on.driver.board.exchangeByte(byte);
  const high = on.driver.board.exchangeByte(0);
  on.peer({ flags: ['ack'], seq: SEQ + 0xff, ack: next, payload: Uint8Array.of(1) });
  const low = on.driver.board.exchangeByte(0);
  on.driver.board.deselect();
  expect([high, low]).toEqual([0x00, 0x00]); // neither 0x00FF nor 0x0100
});
