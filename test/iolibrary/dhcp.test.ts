/** The vendor's DHCP client, unmodified, beside its loop-back server of TCP: it gets an address, and keeps it. */
import { beforeEach, describe, expect, test } from 'vitest';
import { NS_PER_S } from '../../simulator/clock.ts';
import { DhcpServer } from '../../simulator/host/dhcp-server.ts';
import type { TimelineEvent } from '../../simulator/timeline.ts';
import { skipSuite } from '../skip-suite.ts';
import { scenario } from '../whole/play.ts';
import { lanOf } from './lan.ts';
import { ENGINES, judged, type MakeEngine, serverPlan } from './play.ts';
import { IOLIBRARY, WHY_SKIPPED } from './server.ts';

const LEASE_S = 10;

const ECHO = [
  { do: 'send', peer: 'client', text: 'hello' },
  { do: 'expect-echo', peer: 'client' },
] as const;

/** Longer than a lease: without the renewal the device would have lost its address. */
const OUTLIVES_THE_LEASE = scenario(
  [{ do: 'connect', peer: 'client' }, ...ECHO, { do: 'wait', for: { s: 1.5 * LEASE_S } }, ...ECHO],
  { dhcp: { leaseS: LEASE_S }, expect: { alive: ['client'] } },
);

interface Message {
  readonly atNs: number;
  readonly text: string;
}

function messagesIn(timeline: readonly TimelineEvent[]): readonly Message[] {
  return timeline.flatMap((event) =>
    event.kind === 'frame' && event.summary.startsWith('DHCP ')
      ? [{ atNs: event.atNs, text: event.summary.slice('DHCP '.length) }]
      : [],
  );
}

describe.each(Object.keys(ENGINES))('the vendor’s DHCP client on engine %s', (name) => {
  skipSuite(IOLIBRARY === null ? WHY_SKIPPED : null);

  describe.each(['W5500', 'W5200'] as const)('%s', (chip) => {
    const plan = serverPlan(chip);
    let engine: MakeEngine;
    beforeEach(async () => {
      if (IOLIBRARY === null) return;
      engine ??= await (ENGINES[name] as (typeof ENGINES)[string])(plan, IOLIBRARY, 'dhcp');
    });

    test('gets an address, looks whether it is in use, and renews the lease at its half', () => {
      const { against, run } = judged(plan, engine, OUTLIVES_THE_LEASE);
      expect([against, run.violations]).toEqual([[], []]);
      const messages = messagesIn(run.timeline);
      const renewal = ['192.168.1.20:68 > 192.168.1.9:67 REQUEST', '192.168.1.9:67 > 192.168.1.20:68 ACK'];
      expect(messages.slice(0, 8).map(({ text }) => text)).toEqual([
        '0.0.0.0:68 > 255.255.255.255:67 DISCOVER',
        '192.168.1.9:67 > 255.255.255.255:68 OFFER 192.168.1.20',
        '0.0.0.0:68 > 255.255.255.255:67 REQUEST 192.168.1.20',
        '192.168.1.9:67 > 255.255.255.255:68 ACK 192.168.1.20',
        ...[...renewal, ...renewal].map((text) => `${text} 192.168.1.20`),
      ]);
      // dhcp.c counts whole seconds from the end of its look on, and renews in the first beyond the half.
      const [, , , ack, first, , second] = messages.map(({ atNs }) => atNs / NS_PER_S);
      const waits = [(first ?? 0) - (ack ?? 0), (second ?? 0) - (first ?? 0)];
      for (const seconds of waits) {
        expect(seconds).toBeGreaterThan(LEASE_S / 2);
        expect(seconds).toBeLessThan(LEASE_S / 2 + 2);
      }
      // RFC 5227: from 0.0.0.0; RTR and RCR of dhcp.c make four requests, to which nobody answers.
      const looks = run.timeline.filter(
        (event) => event.kind === 'frame' && event.summary === 'ARP who has 192.168.1.20? tell 0.0.0.0',
      );
      expect(looks).toHaveLength(4);
    });

    test('waits for a server that is not there, and asks again', () => {
      const patience = scenario([{ do: 'wait', for: { s: 30 } }], { expect: { listening: false } });
      const { run } = judged(plan, engine, patience);
      const messages = messagesIn(run.timeline);
      expect(new Set(messages.map(({ text }) => text))).toEqual(new Set(['0.0.0.0:68 > 255.255.255.255:67 DISCOVER']));
      expect(messages.length).toBeGreaterThanOrEqual(3);
      expect(run.violations).toEqual([]);
    });

    test('declines an address that another host has, and gets no other from a server that has none', () => {
      const { clock, timeline, addHost, run } = lanOf(plan, engine);
      addHost(20);
      const network = {
        subnetMask: Uint8Array.from(plan.network.subnet),
        router: Uint8Array.from(plan.network.gateway),
      };
      const pool = [Uint8Array.from(plan.network.ip)];
      new DhcpServer(addHost(9), { clock, pool, leaseS: LEASE_S, ...network });
      run(12 * NS_PER_S);
      const told = messagesIn(timeline).map(({ text }) => text.split(' ').slice(3).join(' '));
      const address = '192.168.1.20';
      const taken = [`OFFER ${address}`, `REQUEST ${address}`, `ACK ${address}`, `DECLINE ${address}`];
      expect(told.slice(0, 6)).toEqual(['DISCOVER', ...taken, 'DISCOVER']);
      expect(told.slice(6).every((text) => text === 'DISCOVER')).toBe(true);
    });
  });
});
