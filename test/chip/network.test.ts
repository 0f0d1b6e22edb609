import { describe, expect, test } from 'vitest';
import {
  CHIPS,
  DEVICE_MAC,
  establish,
  lastSegment,
  listen,
  PEER_ISS,
  PEER_MAC,
  peerFrame,
  type Rig,
  rig,
} from './rig.ts';

const BROADCAST = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
const NO_MAC = [0, 0, 0, 0, 0, 0];

/** RFC 826: who has `target`? tell `sender`. */
function arpRequest(sender: readonly number[], target: readonly number[]): Uint8Array {
  const head = [...BROADCAST, ...PEER_MAC, 0x08, 0x06, 0, 1, 0x08, 0x00, 6, 4, 0, 1];
  return Uint8Array.from([...head, ...PEER_MAC, ...sender, ...NO_MAC, ...target, ...new Array(18).fill(0)]);
}

/** The ARP reply's 28 bytes, if the last frame is one. */
function arpSent(on: Rig): number[] {
  return [...(on.sent.at(-1)?.bytes.subarray(14, 42) ?? [])];
}

/** RFC 792: echo request, identifier 1, sequence 2, four bytes; IP and ICMP checksums worked out by hand. */
const ECHO_REQUEST = Uint8Array.from([
  ...[...DEVICE_MAC, ...PEER_MAC, 0x08, 0x00],
  ...[0x45, 0, 0, 32, 0, 0, 0, 0, 64, 1, 0xf7, 0x6e, 192, 168, 1, 10, 192, 168, 1, 20],
  ...[8, 0, 0xa5, 0xec, 0, 1, 0, 2, 0x11, 0x22, 0x40, 0xee],
  ...new Array(14).fill(0),
]);

describe.each(CHIPS)('%s', (name) => {
  test('answers ARP for its own address', () => {
    const on = rig(name);
    on.inject(arpRequest([192, 168, 1, 10], [192, 168, 1, 20]));
    const reply = [0, 1, 8, 0, 6, 4, 0, 2, ...DEVICE_MAC, 192, 168, 1, 20, ...PEER_MAC, 192, 168, 1, 10];
    expect(arpSent(on)).toEqual(reply);
    expect([...(on.sent[0]?.bytes.subarray(0, 6) ?? [])]).toEqual([...PEER_MAC]);
  });

  test('does not answer ARP for another address, nor without an address of its own', () => {
    const on = rig(name);
    on.inject(arpRequest([192, 168, 1, 10], [192, 168, 1, 21]));
    on.driver.setCommon('SIPR', 0, 0, 0, 0);
    on.inject(arpRequest([192, 168, 1, 10], [0, 0, 0, 0]));
    expect(on.sent).toEqual([]);
  });

  test('an ARP probe from 0.0.0.0: erratum 1 on the W5200', () => {
    const on = rig(name);
    on.inject(arpRequest([0, 0, 0, 0], [192, 168, 1, 20]));
    expect(arpSent(on).slice(24)).toEqual(name === 'W5200' ? [192, 168, 1, 1] : [0, 0, 0, 0]);
  });

  test('answers ping unless MR.PB is set', () => {
    const on = rig(name);
    on.inject(ECHO_REQUEST);
    const frame = on.sent[0]?.frame;
    if (frame?.kind !== 'icmp') throw new Error('no ICMP was sent');
    const { type, code, identifier, sequence, payload } = frame.icmp;
    expect({ type, code, identifier, sequence, payload: [...payload] }).toEqual({
      type: 0,
      code: 0,
      identifier: 1,
      sequence: 2,
      payload: [0x11, 0x22, 0x40, 0xee],
    });
    on.driver.setCommon('MR', 0x10);
    on.inject(ECHO_REQUEST);
    expect(on.sent).toHaveLength(1);
  });

  test('a SYN to a port without a listener gets RST', () => {
    const on = rig(name);
    listen(on, { port: 5001 });
    on.peer({ flags: ['syn'], seq: PEER_ISS });
    expect(lastSegment(on)).toMatchObject({ flags: 'rst,ack', seq: 0, ack: PEER_ISS + 1 });
    expect(on.changes()).toHaveLength(2);
  });

  test('other segments that belong nowhere get RST, a RST gets nothing', () => {
    const on = rig(name);
    on.peer({ flags: ['ack'], seq: 77, ack: 4242, payload: Uint8Array.of(1) });
    expect(lastSegment(on)).toMatchObject({ flags: 'rst', seq: 4242, ack: 0 });
    on.peer({ flags: ['rst'], seq: 77 });
    on.peer({ flags: ['rst', 'ack'], seq: 77, ack: 1 });
    expect(on.sent).toHaveLength(1);
  });

  test('a listener that became a connection leaves no listener: the next client is refused', () => {
    const on = rig(name);
    establish(on);
    on.peer({ flags: ['syn'], seq: 5, sourcePort: 49153 });
    expect(lastSegment(on).flags).toBe('rst,ack');
    expect(on.driver.socket(0, 'SR')).toBe(0x17);
  });

  test('the same port of another host is another connection', () => {
    const on = rig(name);
    establish(on);
    on.inject(peerFrame({ flags: ['rst'], seq: PEER_ISS + 1 }, { sourceIp: Uint8Array.of(192, 168, 1, 11) }));
    expect(on.driver.socket(0, 'SR')).toBe(0x17);
  });

  test('of several listeners on a port the lowest takes the SYN, the next one the next', () => {
    const on = rig(name);
    listen(on, { n: 5 });
    listen(on, { n: 2 });
    on.peer({ flags: ['syn'], seq: 1, sourcePort: 49152 });
    expect([on.driver.socket(2, 'SR'), on.driver.socket(5, 'SR')]).toEqual([0x16, 0x14]);
    on.peer({ flags: ['syn'], seq: 1, sourcePort: 49153 });
    expect([on.driver.socket(2, 'SR'), on.driver.socket(5, 'SR')]).toEqual([0x16, 0x16]);
  });

  test('a repeated SYN gets the SYN/ACK again, with the same sequence number', () => {
    const on = rig(name);
    listen(on);
    on.peer({ flags: ['syn'], seq: PEER_ISS });
    on.peer({ flags: ['syn'], seq: PEER_ISS });
    const [first, second] = on.segments();
    expect(second).toMatchObject({ seq: first?.seq, ack: PEER_ISS + 1, flags: { syn: true, ack: true } });
  });

  test('an ACK of what was never sent: RST in SYNRECV, ACK in ESTABLISHED', () => {
    const on = rig(name);
    listen(on);
    on.peer({ flags: ['syn'], seq: PEER_ISS });
    on.peer({ flags: ['ack'], seq: PEER_ISS + 1, ack: (lastSegment(on).seq + 2) >>> 0 });
    expect([lastSegment(on).flags, on.driver.socket(0, 'SR')]).toEqual(['rst', 0x16]);
    const connected = rig(name);
    const next = establish(connected);
    connected.peer({ flags: ['ack'], seq: PEER_ISS + 1, ack: next + 1 });
    expect(lastSegment(connected)).toMatchObject({ flags: 'ack', seq: next });
  });

  test.each([
    ['a SYN of the same connection', { flags: ['syn'], seq: 5_000_000 }],
    ['a SYN in the window', { flags: ['syn'], seq: PEER_ISS + 5 }],
  ] as const)('%s in ESTABLISHED is answered with an ACK', (_case, segment) => {
    const on = rig(name);
    const next = establish(on);
    on.peer(segment);
    expect(lastSegment(on)).toMatchObject({ flags: 'ack', seq: next, ack: PEER_ISS + 1 });
    expect(on.driver.socket(0, 'SR')).toBe(0x17);
  });

  test('a RST outside the window is ignored', () => {
    const on = rig(name);
    establish(on);
    const frames = on.sent.length;
    on.peer({ flags: ['rst'], seq: PEER_ISS });
    on.peer({ flags: ['rst'], seq: PEER_ISS + 1 + 2048 });
    expect([on.driver.socket(0, 'SR'), on.sent.length]).toEqual([0x17, frames]);
  });

  test('frames for another MAC address, another IP address, or broken ones are ignored', () => {
    const on = rig(name);
    listen(on);
    const syn = peerFrame({ flags: ['syn'], seq: PEER_ISS });
    on.inject(syn.with(5, 0x04));
    on.inject(peerFrame({ flags: ['syn'], seq: PEER_ISS }, { destinationIp: Uint8Array.of(192, 168, 1, 21) }));
    on.inject(syn.with(50, (syn[50] ?? 0) ^ 0xff));
    expect([on.sent.length, on.driver.socket(0, 'SR')]).toEqual([0, 0x14]);
  });

  test('CONNECT asks the gateway’s MAC address for a peer on another subnet', () => {
    const on = rig(name);
    on.driver.setSocket(0, 'MR', 0x01);
    on.driver.setSocket(0, 'DIPR', 10, 0, 0, 1);
    on.driver.command(0, 'OPEN');
    on.driver.command(0, 'CONNECT');
    expect(arpSent(on).slice(24)).toEqual([192, 168, 1, 1]);
  });

  test('nothing is scheduled while an exchanged connection is idle', () => {
    const on = rig(name);
    const next = establish(on);
    on.peer({ flags: ['psh', 'ack'], seq: PEER_ISS + 1, ack: next, payload: Uint8Array.of(1) });
    on.driver.receive(0);
    expect(on.clock.nextDueNs).toBe(Infinity);
  });
});
