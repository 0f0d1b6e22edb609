/** The vendor's DHCP client, UDP echo, HTTP server and MQTT client, unmodified, with watched sockets beside them. */
import { describe, expect, test } from 'vitest';
import type { Failure } from '../../contract/promises.ts';
import { DhcpServer } from '../../simulator/host/dhcp-server.ts';
import type { Task } from '../../simulator/scenario/testbed/scheduler.ts';
import { skipSuite } from '../skip-suite.ts';
import { CHIPS } from '../whole/firmware.ts';
import { pattern, pause, Rig } from '../whole/rig.ts';
import { applicationOf, besideOwned } from './beside.ts';
import { IOLIBRARY, WHY_SKIPPED } from './server.ts';

const LEASE_S = 20;
/** The HTTP server sends a header, then the page; send() of ioLibrary drops the page where the header is not acknowledged yet. */
const NEAR_NS = 10_000;
const GET = new TextEncoder().encode('GET / HTTP/1.1\r\nHost: device\r\n\r\n');

function serveDhcp(rig: Rig): void {
  const { network } = rig.plan;
  const [pool, subnetMask, router] = [network.ip, network.subnet, network.gateway].map((it) => Uint8Array.from(it)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  new DhcpServer(rig.peer(), { clock: rig.clock, pool: [pool], leaseS: LEASE_S, subnetMask, router });
}

function* getsPage(rig: Rig): Task {
  const connection = rig.peer().connect(Uint8Array.from(rig.plan.network.ip), 80);
  yield* rig.until('HTTP', () => connection.state === 'ESTABLISHED', 5000);
  connection.send(GET);
  const text = (): string => new TextDecoder().decode(Uint8Array.from(connection.received));
  yield* rig.until('the page', () => text().includes('<p>beside</p>'), 5000);
  expect(text()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  // The server is done with a connection once it has closed it: one that the client closes before is taken for the next.
  yield* rig.until('its end', () => connection.state !== 'ESTABLISHED', 1000);
  connection.close();
}

function* echoesDatagram(rig: Rig): Task {
  const peer = rig.peer();
  const back: Uint8Array[] = [];
  peer.openUdp(40_000, ({ payload }) => void back.push(payload));
  const payload = pattern(100);
  peer.sendUdp(Uint8Array.from(rig.plan.network.ip), { sourcePort: 40_000, destinationPort: 3000, payload });
  yield* rig.until('a datagram', () => back.length > 0, 5000);
  expect(back).toEqual([payload]);
}

/** How long after `atMs` the connection on a socket ended, and what the application was told. */
function endOf(rig: Rig, socket: number, atMs: number) {
  const after = rig.events.filter((event) => event.atNs >= atMs * 1e6);
  const left = after.find((it) => it.kind === 'socket-state' && it.socket === socket && it.from === 'ESTABLISHED');
  const told = after.find((it) => it.kind === 'firmware' && it.what === 'ended' && it.socket === socket);
  return {
    afterMs: left === undefined ? null : left.atNs / 1e6 - atMs,
    reason: told?.kind === 'firmware' && told.what === 'ended' ? told.reason : null,
  };
}

function boundOf(rig: Rig, socket: number, failure: Failure): number {
  const planned = rig.plan.sockets.find(({ number }) => number === socket);
  return planned?.detection.find((it) => it.failure === failure)?.boundMs ?? Number.NaN;
}

describe.each(CHIPS)('%s', (chip) => {
  skipSuite(IOLIBRARY === null ? WHY_SKIPPED : null);

  test('DHCP, UDP and HTTP on the sockets 0, 1, 4 and 5: a dead peer of socket 2 is noticed, and they go on', async () => {
    const sockets = [
      { port: 5000, number: 2, count: 2 },
      { port: 5001, number: 6 },
    ];
    const firmware = await applicationOf('beside', ['Application/loopback', 'Internet/DHCP', 'Internet/httpServer'], {
      chip,
      sockets,
    });
    const rig = new Rig(firmware, { latencyNs: NEAR_NS });
    serveDhcp(rig);
    let deadAtMs = 0;
    let alive: string | null = null;
    rig.play(
      (function* (): Task {
        const [dead, living] = [rig.peer(), rig.peer()];
        const first = yield* rig.connected(dead, 30_000);
        const second = yield* rig.connected(living, 5000);
        for (const one of [first, second]) yield* rig.echoed(one, pattern(100), 1000);
        yield* getsPage(rig);
        yield* echoesDatagram(rig);
        deadAtMs = rig.nowMs;
        dead.powerOff();
        yield pause(boundOf(rig, 2, 'power-cut') + 1000);
        yield* getsPage(rig);
        yield* echoesDatagram(rig);
        yield* rig.echoed(second, pattern(100), 1000);
        yield* rig.echoed(yield* rig.connected(rig.peer(), 5000), pattern(100), 1000);
        alive = second.state;
      })(),
    );
    const { afterMs, reason } = endOf(rig, 2, deadAtMs);
    expect(reason).toBe('probe-timeout');
    expect(afterMs).toBeLessThanOrEqual(boundOf(rig, 2, 'power-cut'));
    expect(alive).toBe('ESTABLISHED');
    const told = rig.events.flatMap((it) => (it.kind === 'firmware' && it.what === 'ended' ? [it.socket] : []));
    expect(told).toEqual([2]);
    const probed = rig.events.flatMap((it) => (it.kind === 'probe' ? [it.socket] : []));
    expect([...new Set(probed)].sort()).toEqual([2, 3]);
    const renewals = rig.events.filter(
      (it) => it.kind === 'frame' && /^DHCP .*> 192\.168\.1\.\d+:67 REQUEST/.test(it.summary),
    );
    expect(renewals.length).toBeGreaterThan(0);
    expect(rig.violations()).toEqual([]);
  });

  test('DHCP, UDP and HTTP beside sockets 2 and 3 of keepwire: a dead peer is noticed, and after a reset of the chip all is back', async () => {
    const parts = ['Application/loopback', 'Internet/DHCP', 'Internet/httpServer'] as const;
    const sockets = [{ port: 5000, number: 2, count: 2 }];
    const wiring = { reset: 'RSTn', interrupt: 'INTn' };
    const firmware = await besideOwned('beside_owned', parts, { chip, sockets, wiring, health: { everyS: 1 } });
    const rig = new Rig(firmware, { latencyNs: NEAR_NS });
    serveDhcp(rig);
    let deadAtMs = 0;
    rig.play(
      (function* (): Task {
        const [dead, living] = [rig.peer(), rig.peer()];
        const first = yield* rig.connected(dead, 30_000);
        const second = yield* rig.connected(living, 5000);
        for (const one of [first, second]) yield* rig.echoed(one, pattern(3000), 1000);
        yield* getsPage(rig);
        yield* echoesDatagram(rig);
        deadAtMs = rig.nowMs;
        dead.powerOff();
        yield pause(boundOf(rig, 2, 'power-cut') + 1000);
        expect(second.state).toBe('ESTABLISHED');
        yield* getsPage(rig);
        yield* echoesDatagram(rig);
        yield* rig.echoed(second, pattern(3000), 1000);
        rig.chip.reset(0); // at once: socket() of ioLibrary would wait for ever for a chip that does not take its OPEN
        rig.chip.reset(1);
        yield pause(5000);
        yield* rig.echoed(yield* rig.connected(rig.peer(), 5000), pattern(3000), 1000);
        yield* getsPage(rig);
        yield* echoesDatagram(rig);
      })(),
    );
    const told = rig.events.flatMap((it) =>
      it.kind === 'firmware' && it.what === 'ended' ? [[it.reason, it.atNs / 1e6 - deadAtMs] as const] : [],
    );
    expect(told.map(([reason]) => reason)).toEqual(['probe-timeout', 'chip-fault']);
    expect(told[0]?.[1]).toBeLessThanOrEqual(boundOf(rig, 2, 'power-cut'));
    const probed = rig.events.flatMap((it) => (it.kind === 'probe' ? [it.socket] : []));
    expect([...new Set(probed)].sort()).toEqual([2, 3]);
    // The reset of the test comes without warning: the firmware may read before the chip is ready.
    const rules = rig.violations().map((text) => text.split(':')[0]);
    expect(rules.filter((rule) => rule !== 'reset/pulse' && rule !== 'access/not-ready')).toEqual([]);
  });

  test('the MQTT client: a dead broker is noticed, and the client connects again from the same port', async () => {
    const server = { ip: '192.168.1.101', port: 1883 };
    const sockets = [{ role: 'client', server, localPort: 12345, number: 3 }];
    const rig = new Rig(await applicationOf('mqtt', ['Internet/MQTT'], { chip, sockets }));
    const broker = rig.peer();
    let accepted = 0;
    let deadAtMs = 0;
    const serve = (): void =>
      broker.listen(server.port, (connection) => {
        accepted++;
        connection.onReceived = (bytes) => void (bytes[0] === 0x10 && connection.send(Uint8Array.of(0x20, 2, 0, 0)));
      });
    serve();
    rig.play(
      (function* (): Task {
        yield* rig.until('the client', () => accepted === 1, 10_000);
        yield pause(100);
        deadAtMs = rig.nowMs;
        broker.powerOff();
        yield pause(boundOf(rig, 3, 'power-cut') + 1000);
        broker.boot();
        serve();
        yield* rig.until('the client again', () => accepted === 2, 30_000);
        yield pause(60_000);
      })(),
    );
    // connect() of ioLibrary waits for the broker, so the look is late; the probe before tells all the same.
    const { afterMs, reason } = endOf(rig, 3, deadAtMs);
    expect(reason).toBe('probe-timeout');
    expect(afterMs).toBeLessThanOrEqual(boundOf(rig, 3, 'power-cut'));
    const told = rig.events.filter((it) => it.kind === 'firmware' && it.what === 'ended');
    expect(told).toHaveLength(1);
    expect(rig.violations()).toEqual([]);
  });
});
