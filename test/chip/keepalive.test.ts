import { describe, expect, test } from 'vitest';
import { answered, probes } from './evidence.ts';
import { CHIPS, establish, exchanged, lastSegment, MS, PEER_ISS, type Rig, rig, S } from './rig.ts';

/** After `exchanged` the peer's next octet is 1002. */
const RCV_NXT = PEER_ISS + 2;

function probing(on: Rig): { next: number; atNs: number } {
  const next = exchanged(on);
  on.driver.setSocket(0, 'IR', 0xff);
  on.driver.command(0, 'SEND_KEEP');
  return { next, atNs: on.segments().at(-1)?.atNs ?? 0 };
}

describe.each(CHIPS)('%s SEND_KEEP', (name) => {
  test('is one octet at SND.NXT − 1 that acknowledges RCV.NXT; nothing else moves', () => {
    const on = rig(name);
    const next = exchanged(on);
    const pointers = on.driver.readSocketAt(0, 0x20, 12);
    on.driver.command(0, 'SEND_KEEP');
    expect(lastSegment(on)).toEqual({
      flags: 'ack',
      seq: (next - 1) >>> 0,
      ack: RCV_NXT,
      payload: [0x00],
      window: 2048,
    });
    expect(on.driver.readSocketAt(0, 0x20, 12)).toEqual(pointers);
    expect([probes(on), on.violations()]).toEqual([[0], []]);
  });

  test('peer alive: an ACK ends it, no flag, no state', () => {
    const on = rig(name);
    const { next } = probing(on);
    on.wait(1 * MS);
    on.peer({ flags: ['ack'], seq: RCV_NXT, ack: next });
    on.wait(60 * S);
    expect([on.driver.socket(0, 'SR'), on.driver.socket(0, 'IR')]).toEqual([0x17, 0]);
    expect([probes(on), answered(on)]).toEqual([[0], 1]);
  });

  test('an ACK of something older does not end it', () => {
    const on = rig(name);
    const { next } = probing(on);
    on.peer({ flags: ['ack'], seq: RCV_NXT, ack: next - 1 });
    on.wait(200 * MS);
    expect([probes(on), answered(on)]).toEqual([[0, 1], 0]);
  });

  test('peer gone: repeated by RTR and RCR, then TIMEOUT and CLOSED', () => {
    const on = rig(name);
    const { atNs, next } = probing(on);
    // 200 400 800 1600 3200 6400 6400 6400 6400 ms
    const sentAtMs = [200, 600, 1400, 3000, 6200, 12_600, 19_000, 25_400];
    for (const [index, ms] of sentAtMs.entries()) {
      on.waitUntil(atNs + ms * MS - 1);
      expect(probes(on)).toHaveLength(index + 1);
      on.waitUntil(atNs + ms * MS);
      expect(probes(on)).toHaveLength(index + 2);
      expect(lastSegment(on)).toMatchObject({ seq: (next - 1) >>> 0, payload: [0] });
    }
    on.waitUntil(atNs + 31_800 * MS - 1);
    expect(on.changes().at(-1)).toBe('SYNRECV>ESTABLISHED');
    on.waitUntil(atNs + 31_800 * MS);
    expect([on.driver.socket(0, 'SR'), on.driver.socket(0, 'IR')]).toEqual([0x00, 0x08]);
    expect(probes(on)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(on.events.some((event) => event.kind === 'retransmission')).toBe(false);
  });

  test('peer rebooted: its RST closes the socket without a flag', () => {
    const on = rig(name);
    probing(on);
    on.peer({ flags: ['rst'], seq: RCV_NXT }); // RFC 9293 3.10.7.1: SEQ is the probe's ACK
    expect([on.driver.socket(0, 'SR'), on.driver.socket(0, 'IR'), answered(on)]).toEqual([0, 0, 0]);
    on.wait(60 * S);
    expect(probes(on)).toEqual([0]);
  });

  test('peer’s lost FIN sent again: CLOSE_WAIT', () => {
    const on = rig(name);
    const { next } = probing(on);
    on.peer({ flags: ['fin', 'ack'], seq: RCV_NXT, ack: next });
    expect([on.driver.socket(0, 'SR'), on.driver.socket(0, 'IR'), answered(on)]).toEqual([0x1c, 0x02, 1]);
  });

  test('the local link down: nothing happens until something is sent', () => {
    const on = rig(name);
    exchanged(on);
    on.linkUp = false;
    on.wait(3600 * S);
    expect(on.driver.socket(0, 'SR')).toBe(0x17);
    on.driver.command(0, 'SEND_KEEP');
    on.wait(31_900 * MS);
    expect(on.driver.socket(0, 'SR')).toBe(0x00);
  });

  test.each([
    ['ignored', 31_800],
    ['restarts', 5_000 + 31_800],
  ] as const)('a second SEND_KEEP while unanswered, switch %s', (sendKeepWhileProbing, closedAfterMs) => {
    const on = rig(name, { switches: { sendKeepWhileProbing } });
    const { atNs } = probing(on);
    on.waitUntil(atNs + 5 * S);
    on.driver.command(0, 'SEND_KEEP');
    on.waitUntil(atNs + closedAfterMs * MS - 1);
    expect(on.changes().at(-1)).toBe('SYNRECV>ESTABLISHED');
    on.waitUntil(atNs + closedAfterMs * MS + 1 * MS);
    expect(on.changes().at(-1)).toBe('ESTABLISHED>CLOSED');
  });

  test('data sent beside an unanswered probe: its ACK answers both', () => {
    const on = rig(name);
    const { next } = probing(on);
    on.driver.send(0, [9]);
    on.peer({ flags: ['ack'], seq: RCV_NXT, ack: next + 1 });
    on.wait(60 * S);
    expect([on.driver.socket(0, 'SR'), on.driver.socket(0, 'IR'), answered(on)]).toEqual([0x17, 0x10, 1]);
  });

  test.each([
    ['nothing', 0],
    ['probe', 1],
  ] as const)('before any data, switch %s', (keepaliveBeforeData, count) => {
    const on = rig(name, { switches: { keepaliveBeforeData } });
    establish(on);
    on.driver.command(0, 'SEND_KEEP');
    expect([on.driver.socket(0, 'CR'), probes(on).length]).toEqual([0, count]);
  });

  test.each([
    ['sent-or-received', 1],
    ['sent', 0],
  ] as const)('after received data only, switch %s', (keepaliveNeeds, count) => {
    const on = rig(name, { switches: { keepaliveNeeds } });
    exchanged(on);
    on.driver.command(0, 'SEND_KEEP');
    expect(probes(on)).toHaveLength(count);
  });

  test.each(['sent-or-received', 'sent'] as const)('after sent data, switch %s', (keepaliveNeeds) => {
    const on = rig(name, { switches: { keepaliveNeeds } });
    const next = establish(on);
    on.driver.send(0, [7, 8]);
    on.peer({ flags: ['ack'], seq: PEER_ISS + 1, ack: next + 2 });
    on.driver.command(0, 'SEND_KEEP');
    expect(lastSegment(on)).toMatchObject({ seq: next + 1, payload: [0] });
  });

  test.each([
    [0x00, 0x00],
    [0xa5, 0xa5],
    ['last-sent', 8],
  ] as const)('octet, switch %s', (probeOctet, octet) => {
    const on = rig(name, { switches: { probeOctet } });
    const next = establish(on);
    on.driver.send(0, [7, 8]);
    on.peer({ flags: ['ack'], seq: PEER_ISS + 1, ack: next + 2 });
    on.driver.command(0, 'SEND_KEEP');
    expect(lastSegment(on).payload).toEqual([octet]);
  });

  test('the peer’s own probes are answered, with and without an octet', () => {
    const on = rig(name);
    const next = exchanged(on, { mode: 0x01 });
    for (const payload of [[], [0]]) {
      const before = on.segments().length;
      on.peer({ flags: ['ack'], seq: RCV_NXT - 1, ack: next, payload: Uint8Array.from(payload) });
      expect(on.segments()).toHaveLength(before + 1);
      expect(lastSegment(on)).toMatchObject({ flags: 'ack', seq: next, ack: RCV_NXT, payload: [] });
    }
    expect(on.driver.socket(0, 'RX_RSR', 2)).toBe(0);
  });
});
