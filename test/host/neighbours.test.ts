/** How a host's ARP entries age (RFC 1122 section 2.3.2.1). */
import { expect, test } from 'vitest';
import { Clock, NS_PER_S } from '../../simulator/clock.ts';
import { Peer } from '../../simulator/host/peer.ts';
import { BROADCAST_MAC, macText, sameBytes } from '../../simulator/net/address.ts';
import { decodeFrame, encodeArpFrame, encodeIcmpFrame } from '../../simulator/net/frame.ts';
import { Link } from '../../simulator/net/link.ts';
import { hex } from '../hex.ts';

const HOST = { mac: hex('02000000000a'), ip: Uint8Array.of(192, 168, 1, 10) };
const IP = Uint8Array.of(192, 168, 1, 1);
const MAC = hex('020000000001');
const WRONG_MAC = hex('020000000011');
const [OURS, WRONG, ALL] = [MAC, WRONG_MAC, BROADCAST_MAC].map(macText);

/**
 * A host whose neighbour is the test: it tells an address at 0 s, pings at the given seconds and, if it lives, answers
 * ARP that reaches its true address. Returns the host's frames: second, kind, destination.
 */
function framesOf({ tells, pings, lives }: { tells: Uint8Array; pings: readonly number[]; lives: boolean }) {
  const clock = new Clock();
  const link = new Link({ clock, latencyNs: 1, report: () => {} });
  const port = link.attach('test');
  new Peer({ name: 'host', clock, port: link.attach('host'), report: () => {}, ...HOST });
  const frames: string[] = [];
  const tell = (senderMac: Uint8Array): void =>
    port.send(
      encodeArpFrame(HOST.mac, { operation: 'reply', senderMac, senderIp: IP, targetMac: HOST.mac, targetIp: HOST.ip }),
    );
  link.onFrame = ({ from, bytes }) => {
    const frame = decodeFrame(bytes);
    if (from !== 'host' || frame === null) return;
    const { destination } = frame.ethernet;
    frames.push(`${Math.round(clock.nowNs / NS_PER_S)} ${frame.kind} ${macText(destination)}`);
    const reachesUs = sameBytes(destination, MAC) || sameBytes(destination, BROADCAST_MAC);
    if (lives && frame.kind === 'arp' && reachesUs) tell(MAC);
  };
  tell(tells);
  for (const s of pings) {
    clock.advanceTo(s * NS_PER_S);
    const ends = { sourceMac: MAC, destinationMac: HOST.mac, sourceIp: IP, destinationIp: HOST.ip };
    const echo = { type: 8, code: 0, identifier: 7, sequence: 1, payload: new Uint8Array() };
    port.send(encodeIcmpFrame({ ...ends, ttl: 64, identification: 0 }, echo));
  }
  clock.advanceTo(1000 * NS_PER_S);
  return frames;
}

test('an entry younger than a minute is used as it is', () => {
  const frames = framesOf({ tells: MAC, pings: [1, 59], lives: true });
  expect(frames).toEqual([`1 icmp ${OURS}`, `59 icmp ${OURS}`]);
});

test('an older one is used, and its owner asked whether it still has the address; the answer is good for a minute', () => {
  const frames = framesOf({ tells: MAC, pings: [60, 61, 120, 121], lives: true });
  const asked = [`60 icmp ${OURS}`, `60 arp ${OURS}`, `61 icmp ${OURS}`, `120 icmp ${OURS}`];
  expect(frames).toEqual([...asked, `121 icmp ${OURS}`, `121 arp ${OURS}`]);
});

test('without an answer it is forgotten after three requests: a wrong one is put right by the next packet', () => {
  const frames = framesOf({ tells: WRONG_MAC, pings: [60, 62, 64], lives: true });
  const asked = [0, 1, 2].map((s) => `${60 + s} arp ${WRONG}`);
  const used = [`60 icmp ${WRONG}`, ...asked.slice(0, 2), `62 icmp ${WRONG}`, ...asked.slice(2)];
  expect(frames.toSorted()).toEqual([...used, `64 arp ${ALL}`, `64 icmp ${OURS}`].toSorted());
});

test('who is gone is asked for by broadcast, and gets nothing', () => {
  const frames = framesOf({ tells: MAC, pings: [60, 70], lives: false });
  const asked = [0, 1, 2].flatMap((s) => [`${60 + s} arp ${OURS}`, `${70 + s} arp ${ALL}`]);
  expect(frames.toSorted()).toEqual([`60 icmp ${OURS}`, ...asked].toSorted());
});
