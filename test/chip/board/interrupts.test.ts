/** Sn_IR, IR, their summary, their masks and INTn (W5500 datasheet 1.0.9, IR to SIMR and Sn_IR; W5200: IR, IR2, IMR2). */
import { describe, expect, test } from 'vitest';
import { type Bench, bench } from '../bench.ts';
import { CHIPS, establish, lastSegment, listen, PEER_ISS, PORT } from '../rig.ts';
import { SEQ } from '../transitions.ts';

const S = 1_000_000_000;

/** Sn_IR: what raises each bit. */
const BITS: readonly (readonly [name: string, bit: number, raise: (on: Bench) => void])[] = [
  ['CON', 0x01, (on) => void establish(on)],
  [
    'DISCON',
    0x02,
    (on) => {
      const next = establish(on);
      on.driver.setSocket(0, 'IR', 0x1f);
      on.peer({ flags: ['fin', 'ack'], seq: SEQ, ack: next });
    },
  ],
  [
    'RECV',
    0x04,
    (on) => {
      const next = establish(on);
      on.driver.setSocket(0, 'IR', 0x1f);
      on.peer({ flags: ['psh', 'ack'], seq: SEQ, ack: next, payload: Uint8Array.of(1) });
    },
  ],
  [
    'TIMEOUT',
    0x08,
    (on) => {
      establish(on);
      on.driver.setSocket(0, 'IR', 0x1f);
      on.driver.send(0, [1]);
      on.wait(32 * S); // TCP_TO with the reset values of RTR and RCR is 31.8 s
    },
  ],
  [
    'SENDOK',
    0x10,
    (on) => {
      const next = establish(on);
      on.driver.setSocket(0, 'IR', 0x1f);
      on.driver.send(0, [1]);
      expect(on.driver.socket(0, 'IR')).toBe(0);
      on.peer({ flags: ['ack'], seq: SEQ, ack: next + 1 });
    },
  ],
];

/** An ARP request whose sender has the device's address (RFC 826). */
const THIEF = Uint8Array.from([
  ...[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 9, 8, 6, 0, 1, 8, 0, 6, 4, 0, 1],
  ...[2, 0, 0, 0, 0, 9, 192, 168, 1, 20, 0, 0, 0, 0, 0, 0, 192, 168, 1, 77],
  ...new Array<number>(18).fill(0),
]);

describe.each(CHIPS)('%s', (name) => {
  test.each(BITS)(
    'Sn_IR.%s alone is raised, reaches INTn, and is cleared by writing 1 to it only',
    (_name, bit, raise) => {
      const on = bench(name);
      on.driver.setCommon('SIMR', 0x01);
      raise(on);
      const state = () => [on.driver.socket(0, 'IR'), on.driver.common('SIR'), on.driver.board.interrupt];
      expect(state()).toEqual([bit, 1, 0]);
      on.driver.setSocket(0, 'IR', 0x00);
      expect(state()).toEqual([bit, 1, 0]);
      on.driver.setSocket(0, 'IR', 0xff & ~bit);
      expect(state()).toEqual([bit, 1, 0]);
      on.driver.setCommon('SIMR', 0xfe);
      expect(state()).toEqual([bit, 1, 1]);
      on.driver.setCommon('SIMR', 0x01);
      expect(state()).toEqual([bit, 1, 0]);
      on.driver.setSocket(0, 'IR', bit);
      expect(state()).toEqual([0, 0, 1]);
      expect(on.violations() ?? []).toEqual([]);
    },
  );

  test.each([0, 1, 2, 3, 4, 5, 6, 7])('socket %i has its own bit in the summary and in its mask', (n) => {
    const on = bench(name);
    listen(on, { n });
    on.peer({ flags: ['syn'], seq: PEER_ISS, destinationPort: PORT });
    on.peer({ flags: ['ack'], seq: SEQ, ack: (lastSegment(on).seq + 1) >>> 0 });
    expect([on.driver.common('SIR'), on.driver.board.interrupt]).toEqual([1 << n, 1]);
    for (let other = 0; other < 8; other++) {
      on.driver.setCommon('SIMR', 1 << other);
      expect(on.driver.board.interrupt).toBe(other === n ? 0 : 1);
    }
  });

  test('bits of two events stand beside each other', () => {
    const on = bench(name);
    const next = establish(on);
    on.peer({ flags: ['fin', 'ack'], seq: SEQ, ack: next, payload: Uint8Array.of(1) });
    expect(on.driver.socket(0, 'IR')).toBe(0x07); // CON, DISCON, RECV
    on.driver.setSocket(0, 'IR', 0x05);
    expect(on.driver.socket(0, 'IR')).toBe(0x02);
  });

  test('IR.CONFLICT: raised by an ARP request from the chip’s own address, masked by IMR, cleared by writing 1', () => {
    const on = bench(name);
    on.inject(THIEF);
    expect([on.driver.common('IR'), on.driver.common('SIR'), on.driver.board.interrupt]).toEqual([0x80, 0, 1]);
    on.driver.setCommon('SIMR', 0xff);
    expect(on.driver.board.interrupt).toBe(1);
    on.driver.setCommon('IMR', 0x80);
    expect(on.driver.board.interrupt).toBe(0);
    on.driver.setCommon('IR', 0x00);
    expect([on.driver.common('IR'), on.driver.board.interrupt]).toEqual([0x80, 0]);
    on.driver.setCommon('IR', 0x80);
    expect([on.driver.common('IR'), on.driver.board.interrupt]).toEqual([0, 1]);
  });

  test('a hardware reset takes INTn back', () => {
    const on = bench(name);
    on.driver.setCommon('SIMR', 0xff);
    establish(on);
    expect(on.driver.board.interrupt).toBe(0);
    on.driver.board.reset(0);
    expect(on.driver.board.interrupt).toBe(1);
    on.driver.board.waitNs(1_000_000);
    on.driver.board.reset(1);
    expect(on.driver.board.interrupt).toBe(1);
  });
});
