import { describe, expect, test } from 'vitest';
import { CHIPS, establish, listen, MS, PEER_ISS, rig } from './rig.ts';

describe.each(CHIPS)('%s', (name) => {
  test.each([
    [false, 0],
    [true, 0x02],
  ])('switch disconOnRst %s', (disconOnRst, ir) => {
    const on = rig(name, { switches: { disconOnRst } });
    establish(on);
    on.driver.setSocket(0, 'IR', 0xff);
    on.peer({ flags: ['rst'], seq: PEER_ISS + 1 });
    expect([on.driver.socket(0, 'SR'), on.driver.socket(0, 'IR')]).toEqual([0, ir]);
  });

  test.each([0, 50_000])('switch closeNs %i: Sn_SR shows CLOSE so much later', (closeNs) => {
    const on = rig(name, { switches: { closeNs } });
    establish(on);
    on.driver.command(0, 'CLOSE');
    if (closeNs > 0) {
      expect(on.driver.socket(0, 'SR')).toBe(0x17);
      on.wait(closeNs);
    }
    expect(on.driver.socket(0, 'SR')).toBe(0);
  });

  test.each([
    ['closed', 0x00],
    ['listen', 0x14],
  ] as const)('switch synrecvRst %s', (synrecvRst, state) => {
    const on = rig(name, { switches: { synrecvRst } });
    listen(on);
    on.peer({ flags: ['syn'], seq: PEER_ISS });
    on.peer({ flags: ['rst'], seq: PEER_ISS + 1 });
    expect(on.driver.socket(0, 'SR')).toBe(state);
    on.wait(60_000 * MS);
    expect(on.driver.socket(0, 'SR')).toBe(state);
  });

  test.each([
    ['latches', 0x01],
    ['not-set', 0x00],
  ] as const)('switch maskedSnIr %s', (maskedSnIr, ir) => {
    const on = rig(name, { switches: { maskedSnIr } });
    on.driver.setSocket(0, 'IMR', 0x1e);
    establish(on);
    expect(on.driver.socket(0, 'IR')).toBe(ir);
  });

  test.each([1_000_000, 50_000_000])('switch softResetNs %i: MR.RST holds for so long', (softResetNs) => {
    const on = rig(name, { switches: { softResetNs } });
    on.driver.setCommon('MR', 0x80);
    on.wait(softResetNs - 100_000);
    expect(on.driver.common('MR')).toBe(0x80);
    on.wait(100_000);
    expect(on.driver.common('MR')).toBe(0x00);
  });

  test.each([
    ['sendok', 0x10],
    ['nothing', 0x00],
  ] as const)('switch emptySend %s', (emptySend, ir) => {
    const on = rig(name, { switches: { emptySend } });
    establish(on);
    on.driver.setSocket(0, 'IR', 0xff);
    on.driver.command(0, 'SEND');
    expect(on.driver.socket(0, 'IR')).toBe(ir);
  });

  test.each([1, 3000])('switch timeWaitNs: TIME_WAIT ends after %i ms', (ms) => {
    const on = rig(name, { switches: { timeWaitNs: ms * MS } });
    const next = establish(on);
    on.driver.command(0, 'DISCON');
    on.peer({ flags: ['fin', 'ack'], seq: PEER_ISS + 1, ack: next + 1 });
    const since = on.clock.nowNs;
    expect(on.changes().at(-1)).toBe('FIN_WAIT>TIME_WAIT');
    on.waitUntil(since + ms * MS - 1);
    expect(on.changes().at(-1)).toBe('FIN_WAIT>TIME_WAIT');
    on.waitUntil(since + ms * MS);
    expect(on.changes().at(-1)).toBe('TIME_WAIT>CLOSED');
  });

  test('switch finWait waits: no timeout once the FIN is acknowledged', () => {
    const on = rig(name, { switches: { finWait: 'waits' } });
    const next = establish(on);
    on.driver.command(0, 'DISCON');
    on.peer({ flags: ['ack'], seq: PEER_ISS + 1, ack: next + 1 });
    on.wait(3_600_000 * MS);
    expect(on.driver.socket(0, 'SR')).toBe(0x18);
  });
});
