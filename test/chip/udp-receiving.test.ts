/** Datagrams for a socket that is open as UDP, and for ports that no socket has open. */
import { describe, expect, test } from 'vitest';
import { encodeIcmpFrame } from '../../simulator/net/frame.ts';
import { CHIPS, DEVICE_IP, DEVICE_MAC, PEER_IP, PEER_MAC, type Rig, rig } from './rig.ts';
import { aim, BROADCAST, datagram, FAR_PORT, openUdp, outgoing, UDP_PORT } from './udp-rig.ts';

const RECV = 0x04;
const ALL = Uint8Array.of(255, 255, 255, 255);
const SUBNET = Uint8Array.of(192, 168, 1, 255);
/** The sender's address and port, and the length of what follows. */
const info = (length: number, from: Iterable<number> = PEER_IP) => [
  ...[...from, FAR_PORT >> 8, FAR_PORT & 0xff],
  ...[length >> 8, length & 0xff],
];
const waiting = (on: Rig): number => on.driver.socket(0, 'RX_RSR', 2);

describe.each(CHIPS)('%s', (name) => {
  test('a datagram lies in the RX buffer behind its PACKET-INFO', () => {
    const on = rig(name);
    openUdp(on);
    on.inject(datagram({ payload: [0xa1, 0xa2, 0xa3] }));
    expect([on.driver.socket(0, 'IR'), waiting(on)]).toEqual([RECV, 11]);
    expect(on.driver.receive(0)).toEqual([...info(3), 0xa1, 0xa2, 0xa3]);
    expect([waiting(on), on.violations(), on.sent]).toEqual([0, [], []]);
    expect(on.events).toContainEqual({ kind: 'received', socket: 0 });
  });

  test('datagrams keep their order and bounds; Sn_DIPR and Sn_DPORT stay the host’s', () => {
    const on = rig(name);
    openUdp(on);
    aim(on, [192, 168, 1, 77], { port: 7 });
    on.inject(datagram({ payload: [1] }));
    on.inject(datagram({ payload: [2, 3], from: Uint8Array.of(10, 1, 2, 3) }));
    expect(on.driver.receive(0)).toEqual([...info(1), 1, ...info(2, [10, 1, 2, 3]), 2, 3]);
    expect([on.driver.socket(0, 'DIPR', 4), on.driver.socket(0, 'DPORT', 2)]).toEqual([0xc0a8014d, 7]);
  });

  test('an empty datagram is its PACKET-INFO alone', () => {
    const on = rig(name);
    openUdp(on);
    on.inject(datagram({ payload: [] }));
    expect(on.driver.receive(0)).toEqual(info(0));
  });

  test('the buffer wraps within a datagram', () => {
    const on = rig(name, { switches: { initialPointers: 2048 - 10 } });
    openUdp(on);
    on.inject(datagram({ payload: [1, 2, 3, 4, 5] }));
    expect(on.driver.receive(0)).toEqual([...info(5), 1, 2, 3, 4, 5]);
  });

  test.each([false, true])('switch recvAgain %s: RECV that leaves the data of a datagram', (recvAgain) => {
    const on = rig(name, { switches: { recvAgain, initialPointers: 0 } });
    openUdp(on);
    on.inject(datagram({ payload: [1, 2] }));
    on.driver.setSocket(0, 'IR', RECV);
    on.driver.setSocket(0, 'RX_RD', 0, 8);
    on.driver.command(0, 'RECV');
    expect([waiting(on), on.driver.socket(0, 'IR')]).toEqual([2, recvAgain ? RECV : 0]);
  });

  // 2 KiB: 1472 + 8 bytes leave 568, of which 8 are for the next PACKET-INFO.
  test.each([
    [560, 2048],
    [561, 1480],
  ])('a datagram that does not fit as a whole is lost: %i bytes', (length, left) => {
    const on = rig(name);
    openUdp(on);
    on.inject(datagram({ payload: new Uint8Array(1472) }));
    on.driver.setSocket(0, 'IR', RECV);
    on.inject(datagram({ payload: new Uint8Array(length) }));
    expect([waiting(on), on.driver.socket(0, 'IR')]).toEqual([left, left === 2048 ? RECV : 0]);
    expect(on.sent).toEqual([]);
    on.driver.receive(0);
    on.inject(datagram({ payload: [1] }));
    expect(on.driver.receive(0)).toEqual([...info(1), 1]);
  });

  test.each([
    ['255.255.255.255', ALL],
    ['the directed broadcast of the subnet', SUBNET],
  ])('takes broadcasts to %s', (_name, to) => {
    const on = rig(name);
    openUdp(on);
    on.inject(datagram({ payload: [1], to, mac: BROADCAST }));
    expect(on.driver.receive(0)).toEqual([...info(1), 1]);
  });

  test('a DHCP client without an address gets broadcasts, and no unicast', () => {
    const on = rig(name);
    on.driver.setCommon('SIPR', 0, 0, 0, 0);
    openUdp(on);
    on.inject(datagram({ payload: [1] }));
    on.inject(datagram({ payload: [2], to: ALL, mac: BROADCAST }));
    expect(on.driver.receive(0)).toEqual([...info(1), 2]);
  });

  test('Sn_MR.BCASTB blocks broadcasts on the W5500; the W5200 has no such bit', () => {
    const on = rig(name);
    openUdp(on, { mode: 0x42 });
    on.inject(datagram({ payload: [1], to: ALL, mac: BROADCAST }));
    on.inject(datagram({ payload: [2] }));
    expect(waiting(on)).toBe(name === 'W5500' ? 9 : 18);
  });

  test('is not for this chip: another address, another MAC address, a wrong checksum', () => {
    const on = rig(name);
    openUdp(on);
    on.inject(datagram({ payload: [1], to: Uint8Array.of(192, 168, 1, 21) }));
    on.inject(datagram({ payload: [1], to: Uint8Array.of(192, 168, 2, 255), mac: BROADCAST }));
    on.inject(datagram({ payload: [1], mac: Uint8Array.of(1, 0, 0x5e, 0, 0, 1) }));
    const frame = datagram({ payload: [1, 2] });
    on.inject(frame.with(42, 9));
    expect([waiting(on), on.sent]).toEqual([0, []]);
  });

  test('of several sockets on a port the lowest gets it; a socket of TCP on the port does not', () => {
    const on = rig(name);
    on.driver.setSocket(0, 'MR', 0x01);
    on.driver.setSocket(0, 'PORT', UDP_PORT >> 8, UDP_PORT & 0xff);
    on.driver.command(0, 'OPEN');
    for (const n of [5, 2]) openUdp(on, { n });
    on.inject(datagram({ payload: [1] }));
    expect([0, 2, 5].map((n) => on.driver.socket(n, 'RX_RSR', 2))).toEqual([0, 9, 0]);
  });

  test('RECV works while ARP of a SEND is in progress', () => {
    const on = rig(name);
    openUdp(on);
    aim(on, PEER_IP);
    on.driver.send(0, [1]);
    on.inject(datagram({ payload: [7] }));
    expect(on.driver.receive(0)).toEqual([...info(1), 7]);
    expect([waiting(on), on.violations()]).toEqual([0, []]);
  });

  test('CLOSE ends reception', () => {
    const on = rig(name, { switches: { closedUdpPort: 'silent' } });
    openUdp(on);
    on.driver.command(0, 'CLOSE');
    on.inject(datagram({ payload: [1] }));
    expect([waiting(on), on.driver.socket(0, 'IR'), on.sent]).toEqual([0, 0, []]);
  });

  test('RX_RD beyond the data is a violation', () => {
    const on = rig(name, { switches: { initialPointers: 0 } });
    openUdp(on);
    on.driver.setSocket(0, 'RX_RD', 0, 1);
    on.driver.command(0, 'RECV');
    expect(on.violations()).toEqual(['buffer/rx-rd-beyond']);
  });

  test.each([
    ['unreachable', ['icmp']],
    ['silent', []],
  ] as const)('switch closedUdpPort %s: a datagram for a port that no socket has open', (closedUdpPort, sent) => {
    const on = rig(name, { switches: { closedUdpPort } });
    const frame = datagram({ payload: [1, 2, 3] });
    on.inject(frame);
    expect(outgoing(on)).toEqual(sent);
    const answer = on.sent[0]?.frame;
    if (answer?.kind !== 'icmp') return;
    expect([answer.icmp.type, answer.icmp.code]).toEqual([3, 3]);
    expect(answer.icmp.payload).toEqual(frame.subarray(14, 14 + 28));
    expect(answer.ip.destination).toEqual(PEER_IP);
  });

  test('no ICMP about a broadcast', () => {
    const on = rig(name);
    on.inject(datagram({ payload: [1], to: ALL, mac: BROADCAST }));
    on.inject(datagram({ payload: [1], mac: BROADCAST }));
    expect(on.sent).toEqual([]);
  });

  // W5500: IR.UNREACH, UIPR at 0x28, UPORTR at 0x2C. The W5200 has neither.
  test('ICMP port unreachable about a datagram of its own', () => {
    const on = rig(name);
    openUdp(on);
    aim(on, [255, 255, 255, 255]);
    on.driver.send(0, [1]);
    const sent = on.sent[0]?.bytes.slice(14, 14 + 28) ?? new Uint8Array();
    sent.set(PEER_IP, 16);
    const ends = { sourceMac: PEER_MAC, destinationMac: DEVICE_MAC, sourceIp: PEER_IP, destinationIp: DEVICE_IP };
    const message = { type: 3, code: 3, identifier: 0, sequence: 0, payload: sent };
    on.inject(encodeIcmpFrame({ ...ends, ttl: 64, identification: 0 }, message));
    expect(on.driver.common('IR')).toBe(name === 'W5500' ? 0x40 : 0);
    if (name === 'W5200') return;
    expect(on.driver.readCommonAt(0x28, 6)).toEqual([...PEER_IP, FAR_PORT >> 8, FAR_PORT & 0xff]);
    on.driver.setCommon('IR', 0x40);
    expect(on.driver.common('IR')).toBe(0);
  });
});
