/** What drivers of others do, and boards in the field allow; a line names who relies on it. */
import { describe, expect, test } from 'vitest';
import { CHIPS, lastSegment, listen, PEER_ISS, rig } from './rig.ts';

describe.each(CHIPS)('%s', (name) => {
  test('Arduino Ethernet reads RX_RD after OPEN, and takes received bytes from there', () => {
    const on = rig(name, { switches: { initialPointers: 'random' } });
    listen(on);
    const kept = on.driver.socket(0, 'RX_RD', 2);
    on.peer({ flags: ['syn'], seq: PEER_ISS });
    const ack = (lastSegment(on).seq + 1) >>> 0;
    on.peer({ flags: ['psh', 'ack'], seq: PEER_ISS + 1, ack, payload: Uint8Array.of(0xab) });
    expect(on.driver.socket(0, 'RX_RD', 2)).toBe(kept);
    const next = (kept + 1) & 0xffff;
    on.driver.setSocket(0, 'RX_RD', next >> 8, next & 0xff);
    on.driver.command(0, 'RECV');
    expect([on.driver.socket(0, 'RX_RSR', 2), on.violations()]).toEqual([0, []]);
  });

  test('Arduino Ethernet and CircuitPython tell chips apart by MR: 0x08, 0x10 and 0x00 read back', () => {
    const on = rig(name);
    on.driver.setCommon('MR', 0x80);
    on.wait(1_000_000);
    expect(on.driver.common('MR')).toBe(0x00);
    const readBack = [0x08, 0x10, 0x00].map((value) => {
      on.driver.setCommon('MR', value);
      return on.driver.common('MR');
    });
    expect([readBack, on.violations()]).toEqual([[0x08, 0x10, 0x00], []]);
  });

  test.each([
    [0x03, 'IPRAW (Sn_MR 0x03)'],
    [0x04, 'MACRAW (Sn_MR 0x04)'],
    [0x05, 'PPPoE (Sn_MR 0x05)'],
    [0x0f, 'an unknown protocol (Sn_MR 0x0f)'],
  ])('OPEN with Sn_MR %i names what is not modelled', (mode, what) => {
    const on = rig(name);
    on.driver.setSocket(1, 'MR', mode);
    on.driver.command(1, 'OPEN');
    expect(on.events).toContainEqual({
      kind: 'violation',
      rule: 'not-modelled',
      text: `${name}: S1: not modelled: ${what}; only TCP and UDP are`,
    });
  });
});

test("W5500: Arduino Ethernet's probe for a W5200 reaches a reserved block, and does no harm", () => {
  const on = rig('W5500');
  // MR of a W5200: address 0x0000, write, length 1. The W5500 takes 0x80 for BSB 16.
  on.driver.frame(0x00, 0x00, 0x80, 0x01, 0x08);
  expect(on.violations()).toEqual(['spi/reserved-block']);
  expect([on.driver.common('VERSIONR'), on.driver.common('MR')]).toEqual([0x04, 0x00]);
});
