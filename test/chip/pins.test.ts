import { describe, expect, test } from 'vitest';
import { CHIPS, DEVICE_IP, listen, MS, PEER_ISS, rig } from './rig.ts';

const TIMING = { W5200: { lowNs: 2_000, readyNs: 150 * MS }, W5500: { lowNs: 500_000, readyNs: 1 * MS } } as const;
const VERSION = { W5200: 0x03, W5500: 0x04 } as const;

describe.each(CHIPS)('%s RSTn', (name) => {
  const { lowNs, readyNs } = TIMING[name];

  test.each([
    [lowNs - 1, ['reset/pulse']],
    [lowNs, []],
  ])('a pulse of %s ns', (widthNs, violations) => {
    const on = rig(name, { started: false });
    on.driver.board.reset(0);
    on.wait(widthNs);
    on.driver.board.reset(1);
    expect(on.violations()).toEqual(violations);
  });

  test('access while low: reads 0, violation', () => {
    const on = rig(name, { started: false });
    on.driver.powerUp();
    on.driver.board.reset(0);
    expect(on.driver.common('VERSIONR')).toBe(0);
    expect(on.violations()).toEqual(['access/in-reset']);
  });

  test('access before and at the ready time', () => {
    const on = rig(name, { started: false });
    on.driver.board.reset(0);
    on.wait(lowNs);
    on.driver.board.reset(1);
    on.wait(readyNs - 1);
    on.driver.board.select();
    on.driver.board.deselect();
    expect(on.violations()).toEqual([]);
    on.driver.board.select();
    expect(on.driver.board.exchangeByte(0)).toBe(0);
    on.driver.board.deselect();
    expect(on.violations()).toEqual(['access/not-ready']);
    expect(on.driver.common('VERSIONR')).toBe(VERSION[name]);
    expect(on.violations()).toEqual(['access/not-ready']);
  });

  test('reset in the middle of a frame ends the frame', () => {
    const on = rig(name);
    on.driver.board.select();
    on.driver.board.exchangeByte(0x00);
    on.driver.board.reset(0);
    on.driver.board.deselect();
    on.driver.powerUp();
    expect(on.driver.common('VERSIONR')).toBe(VERSION[name]);
  });

  test('forgets a command that was not accepted yet', () => {
    const on = rig(name);
    on.driver.setSocket(0, 'MR', 0x01);
    on.driver.setSocket(0, 'CR', 0x01);
    on.driver.powerUp();
    expect([on.driver.socket(0, 'SR'), on.violations()]).toEqual([0, []]);
  });

  test('takes connections away without a word to the peer', () => {
    const on = rig(name);
    listen(on);
    on.peer({ flags: ['syn'], seq: PEER_ISS });
    const frames = on.sent.length;
    on.driver.powerUp();
    on.wait(60_000 * MS);
    expect(on.sent).toHaveLength(frames);
    expect(on.changes().at(-1)).toBe('SYNRECV>CLOSED');
  });
});

test('the W5200 is dead before the first reset pulse, the W5500 is not', () => {
  for (const name of CHIPS) {
    const on = rig(name, { started: false });
    on.wait(500 * MS);
    expect(on.driver.common('VERSIONR')).toBe(name === 'W5200' ? 0 : 0x04);
    expect(on.violations()).toEqual(name === 'W5200' ? ['access/no-reset-pulse'] : []);
  }
});

test('too short a pulse does not wake the W5200', () => {
  const on = rig('W5200', { started: false });
  on.driver.board.reset(0);
  on.wait(1_999);
  on.driver.board.reset(1);
  on.wait(500 * MS);
  expect(on.driver.common('VERSIONR')).toBe(0);
  expect(on.violations()).toEqual(['reset/pulse', 'access/no-reset-pulse']);
});

describe.each(CHIPS)('%s INTn', (name) => {
  /** Socket n has Sn_IR.CON set. */
  const connected = (n = 0) => {
    const on = rig(name);
    listen(on, { n });
    on.peer({ flags: ['syn'], seq: PEER_ISS });
    const next = (on.segments().at(-1)?.seq ?? 0) + 1;
    on.peer({ flags: ['ack'], seq: PEER_ISS + 1, ack: next });
    return on;
  };

  test.each([0, 1, 7])('falls for socket %s once unmasked, rises when Sn_IR is cleared', (n) => {
    const on = connected(n);
    expect(on.driver.common('SIR')).toBe(1 << n);
    expect(on.driver.board.interrupt).toBe(1);
    on.driver.setCommon('SIMR', 0xff & ~(1 << n));
    expect(on.driver.board.interrupt).toBe(1);
    on.driver.setCommon('SIMR', 1 << n);
    expect(on.driver.board.interrupt).toBe(0);
    on.driver.setSocket(n, 'IR', 0x1e); // every bit but CON
    expect(on.driver.board.interrupt).toBe(0);
    on.driver.setSocket(n, 'IR', 0x01);
    expect([on.driver.board.interrupt, on.driver.common('SIR'), on.driver.socket(n, 'IR')]).toEqual([1, 0, 0]);
  });

  test('Sn_IMR keeps a bit from SIR and the pin, not from Sn_IR', () => {
    const on = connected();
    on.driver.setCommon('SIMR', 0xff);
    on.driver.setSocket(0, 'IMR', 0xfe);
    expect([on.driver.board.interrupt, on.driver.common('SIR'), on.driver.socket(0, 'IR')]).toEqual([1, 0, 0x01]);
  });

  test('IR.CONFLICT is masked by the chip’s own mask and cleared by writing 1', () => {
    const on = rig(name);
    const request = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 9, 8, 6, 0, 1, 8, 0, 6, 4, 0, 1];
    const thief = [2, 0, 0, 0, 0, 9, ...DEVICE_IP, 0, 0, 0, 0, 0, 0, 192, 168, 1, 77];
    on.driver.setCommon('SIMR', 0xff);
    on.inject(Uint8Array.from([...request, ...thief, ...new Array(18).fill(0)]));
    expect([on.driver.common('IR'), on.driver.board.interrupt]).toEqual([0x80, 1]);
    on.driver.setCommon('IMR', 0x80);
    expect(on.driver.board.interrupt).toBe(0);
    on.driver.setCommon('IR', 0x80);
    expect([on.driver.common('IR'), on.driver.board.interrupt]).toEqual([0, 1]);
  });
});

test('W5500 INTLEVEL keeps the pin high for (INTLEVEL + 1) · 4 periods of 150 MHz', () => {
  const on = rig('W5500');
  on.driver.setCommon('INTLEVEL', 0xff, 0xff); // 65536 · 4 / 150 MHz = 1 747 627 ns
  on.driver.setCommon('SIMR', 0xff);
  listen(on);
  on.peer({ flags: ['syn'], seq: PEER_ISS });
  const next = (on.segments().at(-1)?.seq ?? 0) + 1;
  on.peer({ flags: ['ack'], seq: PEER_ISS + 1, ack: next });
  expect(on.driver.board.interrupt).toBe(0);
  on.driver.setSocket(0, 'IR', 0x01);
  const released = on.clock.nowNs;
  on.peer({ flags: ['psh', 'ack'], seq: PEER_ISS + 1, ack: next, payload: Uint8Array.of(1) });
  on.waitUntil(released + 1_747_626);
  expect(on.driver.board.interrupt).toBe(1);
  expect(on.clock.nextDueNs).toBe(released + 1_747_627);
  on.waitUntil(released + 1_747_627);
  expect(on.driver.board.interrupt).toBe(0);
});
