import { describe, expect, test } from 'vitest';
import { CHIPS, DEVICE_IP, establish, listen, MS, PEER_ISS, type Rig, rig } from './rig.ts';

/** The datasheets' formula worked out by hand; waits in units of 100 µs. */
const TABLE: readonly { rtr: number; rcr: number; waits: readonly number[]; tcpToMs: number; arpToMs: number }[] = [
  {
    rtr: 2000,
    rcr: 8,
    waits: [2000, 4000, 8000, 16000, 32000, 64000, 64000, 64000, 64000],
    tcpToMs: 31_800,
    arpToMs: 1_800,
  },
  { rtr: 2000, rcr: 5, waits: [2000, 4000, 8000, 16000, 32000, 64000], tcpToMs: 12_600, arpToMs: 1_200 },
  { rtr: 2000, rcr: 3, waits: [2000, 4000, 8000, 16000], tcpToMs: 3_000, arpToMs: 800 },
  { rtr: 1000, rcr: 5, waits: [1000, 2000, 4000, 8000, 16000, 32000], tcpToMs: 6_300, arpToMs: 600 },
  {
    rtr: 1000,
    rcr: 8,
    waits: [1000, 2000, 4000, 8000, 16000, 32000, 64000, 64000, 64000],
    tcpToMs: 25_500,
    arpToMs: 900,
  },
  { rtr: 40000, rcr: 2, waits: [40000, 40000, 40000], tcpToMs: 12_000, arpToMs: 12_000 },
  { rtr: 2000, rcr: 0, waits: [2000], tcpToMs: 200, arpToMs: 200 },
];
const UNIT_NS = 100_000;

function withTiming(on: Rig, rtr: number, rcr: number): Rig {
  on.driver.setCommon('RTR', rtr >> 8, rtr & 0xff);
  on.driver.setCommon('RCR', rcr);
  return on;
}

/** Checks every wait from `first` on, both edges, and TIMEOUT at the end. `sent` counts transmissions so far. */
function expectSchedule(on: Rig, waits: readonly number[], sent: () => number, firstAtNs: number): void {
  let at = firstAtNs;
  for (const [index, units] of waits.entries()) {
    at += units * UNIT_NS;
    on.waitUntil(at - 1);
    expect(sent()).toBe(index + 1);
    expect(on.changes().at(-1)).not.toMatch(/CLOSED$/);
    on.waitUntil(at);
    const last = index === waits.length - 1;
    expect(sent()).toBe(last ? index + 1 : index + 2);
    if (last) expect(on.changes().at(-1)).toMatch(/>CLOSED$/);
  }
  expect(on.driver.socket(0, 'IR') & 0x08).toBe(0x08);
  const frames = on.sent.length;
  on.wait(120_000 * MS);
  expect(on.sent).toHaveLength(frames);
}

describe.each(CHIPS)('%s', (name) => {
  test.each(TABLE)('data, RTR $rtr RCR $rcr: TCP_TO $tcpToMs ms', ({ rtr, rcr, waits, tcpToMs }) => {
    const on = withTiming(rig(name), rtr, rcr);
    const next = establish(on);
    const before = on.segments().length;
    on.driver.send(0, [1, 2, 3]);
    const first = on.segments().at(-1)?.atNs ?? 0;
    expectSchedule(on, waits, () => on.segments().length - before, first);
    expect(waits.reduce((sum, wait) => sum + wait, 0) / 10).toBe(tcpToMs);
    const copies = on.segments().slice(before);
    expect(copies.map((segment) => [segment.seq, [...segment.payload]])).toEqual(copies.map(() => [next, [1, 2, 3]]));
    const attempts = on.events.flatMap((event) => (event.kind === 'retransmission' ? [event.attempt] : []));
    expect(attempts).toEqual(Array.from({ length: rcr }, (_, index) => index + 1));
  });

  test('SYN/ACK, RTR 2000 RCR 3', () => {
    const on = withTiming(rig(name), 2000, 3);
    listen(on);
    on.peer({ flags: ['syn'], seq: PEER_ISS });
    expectSchedule(on, [2000, 4000, 8000, 16000], () => on.segments().length, on.segments()[0]?.atNs ?? 0);
  });

  test('FIN, RTR 2000 RCR 3', () => {
    const on = withTiming(rig(name), 2000, 3);
    establish(on);
    on.driver.command(0, 'DISCON');
    const fins = () => on.segments().filter((segment) => segment.flags.fin);
    expectSchedule(on, [2000, 4000, 8000, 16000], () => fins().length, fins()[0]?.atNs ?? 0);
  });

  test.each(TABLE)('ARP, RTR $rtr RCR $rcr: ARP_TO $arpToMs ms', ({ rtr, rcr, arpToMs }) => {
    const on = withTiming(rig(name), rtr, rcr);
    on.driver.setSocket(0, 'MR', 0x01);
    on.driver.setSocket(0, 'DIPR', 192, 168, 1, 99);
    on.driver.command(0, 'OPEN');
    on.driver.command(0, 'CONNECT');
    const first = on.sent[0]?.atNs ?? 0;
    expectSchedule(on, new Array(rcr + 1).fill(rtr), () => on.sent.length, first);
    expect((rtr * (rcr + 1)) / 10).toBe(arpToMs);
    expect(on.sent.every(({ frame }) => frame.kind === 'arp' && frame.arp.operation === 'request')).toBe(true);
  });

  test('an ACK in time ends the retries and raises SENDOK', () => {
    const on = rig(name);
    const next = establish(on);
    on.driver.setSocket(0, 'IR', 0xff);
    on.driver.send(0, [1, 2, 3]);
    on.wait(500 * MS);
    expect(on.driver.socket(0, 'IR')).toBe(0);
    on.peer({ flags: ['ack'], seq: PEER_ISS + 1, ack: next + 3 });
    expect(on.driver.socket(0, 'IR')).toBe(0x10);
    const frames = on.sent.length;
    on.wait(60_000 * MS);
    expect([on.sent.length, on.driver.socket(0, 'SR')]).toEqual([frames, 0x17]);
  });

  test('a partial ACK starts the count anew for the rest', () => {
    const on = withTiming(rig(name), 2000, 1);
    const next = establish(on, { mss: 2 });
    on.driver.send(0, [1, 2, 3, 4]);
    on.wait(250 * MS); // first retransmission has gone
    on.peer({ flags: ['ack'], seq: PEER_ISS + 1, ack: next + 2 });
    const progress = on.clock.nowNs;
    on.waitUntil(progress + 200 * MS);
    const repeated = on.segments().at(-1);
    expect([repeated?.atNs, repeated?.seq, repeated?.payload.length]).toEqual([progress + 200 * MS, next + 2, 2]);
    on.waitUntil(progress + 600 * MS - 1);
    expect(on.changes().at(-1)).toBe('SYNRECV>ESTABLISHED');
    on.waitUntil(progress + 600 * MS);
    expect(on.changes().at(-1)).toBe('ESTABLISHED>CLOSED');
  });

  test('switch retransmissions rcr-plus-one: one more copy, one more wait', () => {
    const on = withTiming(rig(name, { switches: { retransmissions: 'rcr-plus-one' } }), 2000, 1);
    establish(on);
    const before = on.segments().length;
    on.driver.send(0, [1]);
    const first = on.segments().at(-1)?.atNs ?? 0;
    expectSchedule(on, [2000, 4000, 4000], () => on.segments().length - before, first);
  });

  test.each([
    ['each-wait', 400],
    ['open', 200],
  ] as const)('switch retransmissionLatch %s', (retransmissionLatch, waitMs) => {
    const on = rig(name, { switches: { retransmissionLatch } });
    establish(on);
    withTiming(on, 4000, 8);
    const before = on.segments().length;
    on.driver.send(0, [1]);
    const first = on.segments().at(-1)?.atNs ?? 0;
    on.waitUntil(first + waitMs * MS - 1);
    expect(on.segments().length - before).toBe(1);
    on.waitUntil(first + waitMs * MS);
    expect(on.segments().length - before).toBe(2);
  });

  test('everything is sent from the device’s own addresses', () => {
    const on = rig(name);
    establish(on);
    for (const { frame } of on.sent) {
      if (frame.kind !== 'tcp') throw new Error('only TCP was expected');
      expect([[...frame.ip.source], frame.tcp.sourcePort, frame.ip.ttl]).toEqual([[...DEVICE_IP], 5000, 128]);
    }
  });
});
