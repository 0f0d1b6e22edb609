import { describe, expect, test } from 'vitest';
import { Clock } from '../../simulator/clock.ts';
import { Peer } from '../../simulator/host/peer.ts';
import { BROADCAST_MAC } from '../../simulator/net/address.ts';
import { decodeFrame, encodeArpFrame, encodeIcmpFrame } from '../../simulator/net/frame.ts';
import { Link } from '../../simulator/net/link.ts';
import { hex } from '../hex.ts';
import { pairOf } from './pair.ts';
import { rawSide } from './raw.ts';

const TEST_MAC = hex('020000000001');
const TEST_IP = Uint8Array.of(192, 168, 1, 1);
const PEER_MAC = hex('02000000000a');
const PEER_IP = Uint8Array.of(192, 168, 1, 10);
const request = { operation: 'request', senderMac: TEST_MAC, senderIp: TEST_IP, targetMac: new Uint8Array(6) } as const;
const echo = { type: 8, code: 0, identifier: 7, sequence: 1, payload: hex('a1a2') };
const envelope = {
  sourceMac: TEST_MAC,
  destinationMac: PEER_MAC,
  sourceIp: TEST_IP,
  destinationIp: PEER_IP,
  ttl: 64,
  identification: 0,
};

describe('what a host answers', () => {
  test.each([
    ['an ARP request for its address', encodeArpFrame(BROADCAST_MAC, { ...request, targetIp: PEER_IP }), ['arp']],
    ['not one for another address', encodeArpFrame(BROADCAST_MAC, { ...request, targetIp: hex('c0a80163') }), []],
    ['not a reply', encodeArpFrame(PEER_MAC, { ...request, operation: 'reply', targetIp: PEER_IP }), []],
    ['an echo request', encodeIcmpFrame(envelope, echo), ['icmp']],
    ['not an echo reply', encodeIcmpFrame(envelope, { ...echo, type: 0 }), []],
    [
      'not an echo request for another address',
      encodeIcmpFrame({ ...envelope, destinationIp: hex('c0a80163') }, echo),
      [],
    ],
    ['not one for another interface', encodeIcmpFrame({ ...envelope, destinationMac: hex('020000000063') }, echo), []],
    ['not a malformed frame', hex('02000000000a 020000000001 0800 45'), []],
  ])('%s', (_name, frame, want) => {
    const { port, run, answers } = rawSide();
    port.send(frame);
    run(2);
    expect(answers()).toEqual(want);
  });

  test('as a router it answers ARP for those whom it stands for with their address and its own MAC', () => {
    const clock = new Clock();
    const link = new Link({ clock, report: () => {} });
    const port = link.attach('test');
    const standsFor = [Uint8Array.of(192, 168, 1, 254)];
    const options = { name: 'router', clock, report: () => {}, mac: PEER_MAC, ip: PEER_IP, standsFor };
    new Peer({ ...options, port: link.attach('router') });
    const heard: unknown[] = [];
    port.onFrame = (bytes) => heard.push(decodeFrame(bytes));
    for (const last of [254, 253]) {
      port.send(encodeArpFrame(BROADCAST_MAC, { ...request, targetIp: Uint8Array.of(192, 168, 1, last) }));
    }
    clock.advanceTo(1_000_000);
    const arp = { operation: 'reply', senderMac: PEER_MAC, senderIp: standsFor[0] };
    expect(heard).toMatchObject([{ kind: 'arp', arp }]);
  });

  test('the echo reply gives back identifier, sequence and data', () => {
    const { port, run, link } = rawSide();
    const sent: Uint8Array[] = [];
    link.onFrame = ({ from, bytes }) => {
      if (from === 'peer') sent.push(bytes);
    };
    port.send(encodeIcmpFrame(envelope, echo));
    run(2);
    // Type 0, checksum, identifier 7, sequence 1, data (RFC 792).
    expect(sent[0]?.subarray(34, 44)).toEqual(hex('0000 5e55 0007 0001 a1a2'));
  });

  test('without power: nothing', () => {
    const { port, run, answers, peer } = rawSide();
    peer.powerOff();
    port.send(encodeIcmpFrame(envelope, echo));
    port.send(encodeArpFrame(BROADCAST_MAC, { ...request, targetIp: PEER_IP }));
    run(1_000_000_000);
    expect(answers()).toEqual([]);
  });
});

describe('a host opens connections', () => {
  test('from ports of its own, one after the other', () => {
    const { client, server } = pairOf();
    const ports = [1, 2, 3].map(() => client.connect(server.ip, 80).ends.localPort);
    expect(ports).toEqual([49152, 49153, 49154]);
  });

  test('never two with the same ends', () => {
    const { client, server } = pairOf();
    client.connect(server.ip, 80, 1000);
    expect(() => client.connect(server.ip, 80, 1000)).toThrow(/in use/);
    expect(client.connect(server.ip, 81, 1000).ends.localPort).toBe(1000);
  });

  test('many at once to one port, each with data of its own', () => {
    const { client, server, run } = pairOf();
    server.listen(80, (connection) => {
      connection.onReceived = (bytes) => connection.send(bytes);
    });
    const connections = Array.from({ length: 8 }, () => client.connect(server.ip, 80));
    connections.forEach((connection, index) => {
      connection.onConnected = () => connection.send(Uint8Array.of(index));
    });
    run(1_000_000_000);
    expect(connections.map(({ received }) => received)).toEqual(connections.map((_, index) => Uint8Array.of(index)));
  });

  test('with sequence numbers from the seed', () => {
    const firstSyn = (seed: number): string | undefined => {
      const { client, server, run, segments } = pairOf({ seed });
      client.connect(server.ip, 80);
      run(1_000_000);
      return segments()[0];
    };
    expect(firstSyn(4)).toBe(firstSyn(4));
    expect(firstSyn(4)).not.toBe(firstSyn(5));
  });
});
