import { describe, expect, test } from 'vitest';
import type { ReceivedDatagram } from '../../simulator/host/udp-host.ts';
import { BROADCAST_IP, BROADCAST_MAC } from '../../simulator/net/address.ts';
import { decodeFrame, encodeUdpFrame } from '../../simulator/net/frame.ts';
import { hex } from '../hex.ts';
import { pairOf } from './pair.ts';
import { rawSide } from './raw.ts';

const MS = 1_000_000;
const DATA = { sourcePort: 40_000, destinationPort: 3000, payload: hex('a1a2') };

/** A datagram from 192.168.1.1 to the host at 192.168.1.10, unless it goes elsewhere. */
function arriving(change: { mac?: Uint8Array; ip?: Uint8Array; port?: number } = {}): Uint8Array {
  const ends = { sourceMac: hex('020000000001'), sourceIp: Uint8Array.of(192, 168, 1, 1) };
  const { mac = hex('02000000000a'), ip = Uint8Array.of(192, 168, 1, 10), port = 3000 } = change;
  const envelope = { ...ends, destinationMac: mac, destinationIp: ip, ttl: 64, identification: 0 };
  return encodeUdpFrame(envelope, { ...DATA, destinationPort: port });
}

describe('UDP of a host', () => {
  test('sends to another host, which is found by ARP, and gets an answer', () => {
    const { client, server, run, events } = pairOf();
    const got: ReceivedDatagram[] = [];
    server.openUdp(3000, ({ ip, port, payload }) =>
      server.sendUdp(ip, { sourcePort: 3000, destinationPort: port, payload: payload.toReversed() }),
    );
    client.openUdp(40_000, (datagram) => got.push(datagram));
    client.sendUdp(server.ip, DATA);
    run(MS);
    expect(got).toEqual([{ ip: server.ip, port: 3000, payload: hex('a2a1') }]);
    const frames = events.flatMap((event) => (event.kind === 'frame' ? [event.summary.slice(0, 3)] : []));
    expect(frames).toEqual(['ARP', 'ARP', 'UDP', 'UDP']);
  });

  test('sends to all without ARP', () => {
    const { client, server, run, events } = pairOf();
    const got: ReceivedDatagram[] = [];
    server.openUdp(3000, (datagram) => got.push(datagram));
    client.sendUdp(BROADCAST_IP, DATA);
    run(MS);
    expect(got).toHaveLength(1);
    expect(events).toHaveLength(1);
  });

  test.each([
    ['its address', arriving(), 1],
    ['all, 255.255.255.255', arriving({ mac: BROADCAST_MAC, ip: BROADCAST_IP }), 1],
    ['another address', arriving({ ip: Uint8Array.of(192, 168, 1, 11) }), 0],
    ['another MAC address', arriving({ mac: hex('02000000000b') }), 0],
    [
      'the broadcast address of a subnet that it does not know',
      arriving({ mac: BROADCAST_MAC, ip: hex('c0a801ff') }),
      0,
    ],
    ['255.255.255.255 in a frame for one host', arriving({ ip: BROADCAST_IP }), 0],
  ])('a datagram for %s', (_name, frame, count) => {
    const { port, peer, run } = rawSide();
    let heard = 0;
    peer.openUdp(3000, () => heard++);
    port.send(frame);
    run(2);
    expect(heard).toBe(count);
  });

  test('a closed port is told to the sender (RFC 1122 section 4.1.3.1), but not of a broadcast', () => {
    const { port, run, answers, peer } = rawSide();
    port.send(arriving({ mac: BROADCAST_MAC, ip: BROADCAST_IP }));
    run(2);
    expect(answers()).toEqual([]);
    port.send(arriving());
    run(2);
    expect(answers()).toEqual(['icmp']);
    peer.openUdp(3000, () => {});
    port.send(arriving());
    run(2);
    expect(answers()).toEqual([]);
  });

  test('a host without power sends nothing, and a boot closes its ports', () => {
    const { client, server, run, events } = pairOf();
    let heard = 0;
    server.openUdp(3000, () => heard++);
    server.boot();
    client.sendUdp(server.ip, DATA);
    run(MS);
    client.powerOff();
    const before = events.length;
    client.sendUdp(server.ip, DATA);
    run(MS);
    expect([heard, events.length]).toEqual([0, before]);
  });

  test('a datagram that is too large for a frame is refused', () => {
    const { client } = pairOf();
    expect(() => client.sendUdp(BROADCAST_IP, { ...DATA, payload: new Uint8Array(1473) })).toThrow(RangeError);
  });

  test('its answer quotes the datagram', () => {
    const { port, run } = rawSide();
    const frame = arriving();
    let quoted: Uint8Array | null = null;
    const { onFrame } = port;
    port.onFrame = (bytes) => {
      const decoded = decodeFrame(bytes);
      if (decoded?.kind === 'icmp') quoted = decoded.icmp.payload;
      else onFrame(bytes);
    };
    port.send(frame);
    run(2);
    expect(quoted).toEqual(frame.subarray(14, 42));
  });
});
