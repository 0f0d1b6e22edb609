import { expect, test } from 'vitest';
import { Clock, NS_PER_S } from '../../simulator/clock.ts';
import { decodeFrame, encodeTcpFrame } from '../../simulator/net/frame.ts';
import { Link } from '../../simulator/net/link.ts';
import { Nat } from '../../simulator/net/nat.ts';
import { seq } from '../../simulator/net/seq.ts';
import { type TcpFlags, tcpFlags } from '../../simulator/net/tcp.ts';
import type { EventBody } from '../../simulator/timeline.ts';

const FORGETS_NS = 5 * NS_PER_S;
const mac = (number: number): Uint8Array => Uint8Array.of(2, 0, 0, 0, 0, number);

/** Station 1 is the device with port 5000, 2 the peer with port 49152. */
function segment(from: 1 | 2, flags: readonly (keyof TcpFlags)[], peerPort = 49_152): Uint8Array {
  const ip = (number: number) => Uint8Array.of(10, 0, 0, number);
  const to = 3 - from;
  const ends = { sourceMac: mac(from), destinationMac: mac(to), sourceIp: ip(from), destinationIp: ip(to) };
  const [sourcePort, destinationPort] = from === 1 ? [5000, peerPort] : [peerPort, 5000];
  return encodeTcpFrame(
    { ...ends, ttl: 64, identification: 0 },
    {
      ...{ sourcePort, destinationPort, seq: seq(100), ack: seq(900), flags: tcpFlags(...flags), window: 1000 },
      ...{ urgentPointer: 0, mss: null, payload: new Uint8Array(0) },
    },
  );
}

function setUp(answers: 'nothing' | 'rst', opensFrom?: 'both') {
  const clock = new Clock();
  const forgotten: string[] = [];
  const events: EventBody[] = [];
  const onForgotten = (peer: string, port: number) => forgotten.push(`${peer} ${port} at ${clock.nowNs / NS_PER_S}`);
  const nat = new Nat({ clock, forgetsAfterNs: FORGETS_NS, answers, onForgotten, ...(opensFrom && { opensFrom }) });
  const link = new Link({ clock, report: (event) => events.push(event), nat });
  const [device, peer] = [link.attach('device'), link.attach('peer')];
  const heard: string[] = [];
  for (const port of [device, peer]) {
    port.onFrame = (bytes) => {
      const frame = decodeFrame(bytes);
      if (frame?.kind === 'tcp')
        heard.push(
          `${port.name} ${Object.entries(frame.tcp.flags).flatMap(([k, on]) => (on ? [k] : []))} ${frame.tcp.seq}`,
        );
    };
  }
  const at = (seconds: number, act: () => void) => clock.at(Math.round(seconds * NS_PER_S), act);
  const run = () => clock.advanceTo(100 * NS_PER_S);
  return { at, run, forgotten, heard, events, fromDevice: device.send, fromPeer: peer.send, clock };
}

test('knows a connection from the peer’s SYN on, and nothing without one', () => {
  const on = setUp('nothing');
  on.fromDevice(segment(1, ['syn']));
  on.fromPeer(segment(2, ['ack']));
  on.fromPeer(segment(2, ['syn']));
  on.fromDevice(segment(1, ['syn', 'ack']));
  on.fromDevice(segment(1, ['syn', 'ack'], 50_000));
  on.clock.advanceTo(NS_PER_S);
  expect(on.heard).toEqual(['device syn 100', 'peer ack,syn 100']);
  const lost = on.events.map((event) => (event.kind === 'frame' ? (event.lost ?? 'passed') : event.kind));
  expect(lost).toEqual(['nat', 'nat', 'passed', 'passed', 'nat']);
});

test.each([
  ['a nanosecond before it is due keeps it', -1e-9, '10.0.0.2:49152 5000 at 9.999999999', true],
  ['a nanosecond after it was due comes too late', 1e-9, '10.0.0.2:49152 5000 at 5', false],
])('traffic %s', (_name, shiftS, want, passes) => {
  const on = setUp('nothing');
  on.at(0, () => on.fromPeer(segment(2, ['syn'])));
  on.at(5 + shiftS, () => on.fromDevice(segment(1, ['ack'])));
  on.run();
  expect(on.forgotten).toEqual([want]);
  expect(on.heard.includes('peer ack 100')).toBe(passes);
});

test('forgotten: dropped both ways, until the peer opens anew', () => {
  const on = setUp('nothing');
  on.at(0, () => on.fromPeer(segment(2, ['syn'])));
  on.at(6, () => on.fromDevice(segment(1, ['ack'])));
  on.at(7, () => on.fromPeer(segment(2, ['ack'])));
  on.at(8, () => on.fromPeer(segment(2, ['syn'], 49_153)));
  on.at(9, () => on.fromDevice(segment(1, ['ack'], 49_153)));
  on.run();
  expect(on.heard).toEqual(['device syn 100', 'device syn 100', 'peer ack 100']);
  expect(on.forgotten).toEqual(['10.0.0.2:49152 5000 at 5', '10.0.0.2:49153 5000 at 14']);
});

test('may answer with RST, RFC 9293 section 3.10.7.1: its number is the segment’s acknowledgement', () => {
  const on = setUp('rst');
  on.at(1, () => on.fromDevice(segment(1, ['ack'])));
  on.at(2, () => on.fromPeer(segment(2, ['ack'])));
  on.at(3, () => on.fromDevice(segment(1, ['rst'])));
  on.run();
  expect(on.heard).toEqual(['device rst 900', 'peer rst 900']);
});

test('where the device opens connections too, its SYN is known, and its SYN,ACK opens none', () => {
  const on = setUp('nothing', 'both');
  on.fromDevice(segment(1, ['syn', 'ack']));
  on.fromDevice(segment(1, ['syn']));
  on.fromPeer(segment(2, ['syn', 'ack']));
  on.run();
  expect(on.heard).toEqual(['peer syn 100', 'device ack,syn 100']);
  expect(on.forgotten).toEqual(['10.0.0.2:49152 5000 at 5']);
});
