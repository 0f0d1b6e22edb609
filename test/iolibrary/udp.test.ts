/** The vendor's loop-back server of UDP, unmodified, with a host that sends it datagrams. */
import { beforeEach, describe, expect, test } from 'vitest';
import { NS_PER_MS, NS_PER_S } from '../../simulator/clock.ts';
import { BROADCAST_IP } from '../../simulator/net/address.ts';
import { skipSuite } from '../skip-suite.ts';
import { lanOf } from './lan.ts';
import { ENGINES, type MakeEngine, type ServerPlan, serverPlan } from './play.ts';
import { IOLIBRARY, WHY_SKIPPED } from './server.ts';

const OWN_PORT = 40_000;
/** The server is up, on both chips. */
const READY_NS = 500 * NS_PER_MS;

interface Sending {
  readonly atNs: number;
  readonly bytes: Uint8Array;
  readonly to?: Uint8Array;
}

const bytesOf = (length: number, first = 0): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (first + index) % 251);

/** What comes back within two seconds, by host. */
function echoes(plan: ServerPlan, make: MakeEngine, sent: readonly (readonly Sending[])[]) {
  const { clock, timeline, addHost, run } = lanOf(plan, make);
  const heard = sent.map((sendings, index) => {
    const peer = addHost(50 + index);
    const back: Uint8Array[] = [];
    peer.openUdp(OWN_PORT, ({ payload }) => void back.push(payload));
    for (const { atNs, bytes, to = Uint8Array.from(plan.network.ip) } of sendings) {
      const ports = { sourcePort: OWN_PORT, destinationPort: plan.sockets[0]?.port ?? 0 };
      clock.at(READY_NS + atNs, () => peer.sendUdp(to, { ...ports, payload: bytes }));
    }
    return back;
  });
  run(2 * NS_PER_S);
  const violations = timeline.filter(({ kind }) => kind === 'violation');
  const states = timeline.flatMap((event) => (event.kind === 'socket-state' ? [`${event.from}>${event.to}`] : []));
  return { heard, violations, states };
}

describe.each(Object.keys(ENGINES))('loopback_udps on engine %s', (name) => {
  skipSuite(IOLIBRARY === null ? WHY_SKIPPED : null);

  describe.each(['W5500', 'W5200'] as const)('%s', (chip) => {
    const plan = serverPlan(chip);
    let engine: MakeEngine;
    beforeEach(async () => {
      if (IOLIBRARY === null) return;
      engine ??= await (ENGINES[name] as (typeof ENGINES)[string])(plan, IOLIBRARY, 'udp');
    });

    test('sends each datagram back as it was, one byte and the most that a frame holds', () => {
      const sent = [1, 5, 1472].map((length, index) => ({
        atNs: index * 100 * NS_PER_MS,
        bytes: bytesOf(length, index),
      }));
      const { heard, violations } = echoes(plan, engine, [sent]);
      expect(violations).toEqual([]);
      expect(heard).toEqual([sent.map(({ bytes }) => bytes)]);
    });

    test('keeps datagrams apart that wait together in the RX buffer', () => {
      const sent = [10, 20, 30].map((length) => ({ atNs: 0, bytes: bytesOf(length, length) }));
      const { heard, violations } = echoes(plan, engine, [sent]);
      expect(violations).toEqual([]);
      expect(heard).toEqual([sent.map(({ bytes }) => bytes)]);
    });

    test('answers two hosts by turns, each at its own address, and a broadcast too', () => {
      const from = (host: number) => [
        { atNs: (10 + host) * NS_PER_MS, bytes: bytesOf(8, host) },
        { atNs: (210 + host) * NS_PER_MS, bytes: bytesOf(9, host), to: BROADCAST_IP },
      ];
      const sent = [from(0), from(100)];
      const { heard, violations, states } = echoes(plan, engine, sent);
      expect(violations).toEqual([]);
      expect(heard).toEqual(sent.map((sendings) => sendings.map(({ bytes }) => bytes)));
      const asked = chip === 'W5200' ? ['UDP>ARP', 'ARP>UDP'] : [];
      expect(states).toEqual(['CLOSED>UDP', ...asked, ...asked, ...asked, ...asked]);
    });
  });
});
