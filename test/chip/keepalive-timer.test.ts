import { describe, expect, test } from 'vitest';
import { answered, probes } from './evidence.ts';
import { establish, MS, PEER_ISS, type Rig, rig, S } from './rig.ts';

/** After one octet from the peer. */
const RCV_NXT = PEER_ISS + 2;

describe('W5500 Sn_KPALVTR', () => {
  const KPALVTR_2 = 10 * S;

  /** Connected, one octet exchanged, automatic keepalive every 10 s; returns when the period began. */
  function automatic(on: Rig): { next: number; sinceNs: number } {
    on.driver.setSocket(0, 'KPALVTR', 2);
    const next = establish(on);
    on.driver.setSocket(0, 'IR', 0xff);
    const sinceNs = on.clock.nowNs;
    on.peer({ flags: ['psh', 'ack'], seq: PEER_ISS + 1, ack: next, payload: Uint8Array.of(1) });
    return { next, sinceNs };
  }

  test('probes after value · 5 s without traffic, and again after each answer', () => {
    const on = rig('W5500');
    const { next, sinceNs } = automatic(on);
    on.waitUntil(sinceNs + KPALVTR_2 - 1);
    expect(probes(on)).toEqual([]);
    on.waitUntil(sinceNs + KPALVTR_2);
    expect(probes(on)).toEqual([0]);
    on.peer({ flags: ['ack'], seq: RCV_NXT, ack: next });
    on.waitUntil(sinceNs + 2 * KPALVTR_2);
    expect([probes(on), answered(on)]).toEqual([[0, 0], 1]);
  });

  test('a dead peer: 10 s and 31.8 s', () => {
    const on = rig('W5500');
    const { sinceNs } = automatic(on);
    on.waitUntil(sinceNs + 41_800 * MS - 1);
    expect(on.changes().at(-1)).toBe('SYNRECV>ESTABLISHED');
    on.waitUntil(sinceNs + 41_800 * MS);
    expect([on.driver.socket(0, 'SR'), on.driver.socket(0, 'IR') & 0x08]).toEqual([0, 0x08]);
  });

  test('switch autoKeepaliveRetries period: failed probes wait the period', () => {
    const on = rig('W5500', { switches: { autoKeepaliveRetries: 'period' } });
    const { sinceNs } = automatic(on);
    on.waitUntil(sinceNs + 2 * KPALVTR_2 - 1);
    expect(probes(on)).toEqual([0]);
    on.waitUntil(sinceNs + 2 * KPALVTR_2);
    expect(probes(on)).toEqual([0, 1]);
  });

  test.each([
    [true, 4 * S + KPALVTR_2],
    [false, KPALVTR_2],
  ])('switch autoKeepaliveRestartsOnTraffic %s', (autoKeepaliveRestartsOnTraffic, firstNs) => {
    const on = rig('W5500', { switches: { autoKeepaliveRestartsOnTraffic } });
    const { next, sinceNs } = automatic(on);
    on.waitUntil(sinceNs + 4 * S);
    on.peer({ flags: ['psh', 'ack'], seq: RCV_NXT, ack: next, payload: Uint8Array.of(2) });
    on.waitUntil(sinceNs + firstNs - 1);
    expect(probes(on)).toEqual([]);
    on.waitUntil(sinceNs + firstNs);
    expect(probes(on)).toEqual([0]);
  });

  test('no probe before data was exchanged', () => {
    const on = rig('W5500');
    on.driver.setSocket(0, 'KPALVTR', 1);
    establish(on);
    on.wait(60 * S);
    expect(probes(on)).toEqual([]);
  });

  test('SEND_KEEP is ignored while it is not 0', () => {
    const on = rig('W5500');
    automatic(on);
    on.driver.command(0, 'SEND_KEEP');
    expect([probes(on), on.violations()]).toEqual([[], []]);
    on.driver.setSocket(0, 'KPALVTR', 0);
    on.driver.command(0, 'SEND_KEEP');
    expect(probes(on)).toEqual([0]);
  });

  test('survives CLOSE and OPEN, not a reset', () => {
    const on = rig('W5500');
    on.driver.setSocket(0, 'KPALVTR', 2);
    establish(on);
    on.driver.command(0, 'CLOSE');
    expect(on.driver.socket(0, 'KPALVTR')).toBe(2);
    on.driver.powerUp();
    expect(on.driver.socket(0, 'KPALVTR')).toBe(0);
  });
});
