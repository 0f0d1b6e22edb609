/** A device and simulated hosts in one virtual time: what test/sweeps/live does with the kernel's TCP. */
import { expect } from 'vitest';
import { NS_PER_S } from '../../simulator/clock.ts';
import type { Connection } from '../../simulator/host/connection.ts';
import { decodeFrame, type Envelope, encodeIcmpFrame } from '../../simulator/net/frame.ts';
import { ICMP_ECHO_REPLY, ICMP_ECHO_REQUEST } from '../../simulator/net/icmp.ts';
import { deskTest, deskTestOnEachChip } from './desk-test.ts';
import { DEVICE_IP, type Script, type VirtualDesk } from './virtual-desk.ts';

const IP = Uint8Array.from(DEVICE_IP.split('.').map(Number));
const PORT = 5000;
/** Of BRISK in ms: seconds without data, between probes, and of the chip's waits: 100 + 200 + 400 + 800. */
const [NO_DATA_MS, KA_SEND_MS, TCP_TIMEOUT_MS] = [1000, 1000, 1500];
/** One poll of the loop, a tick, and a sweep over eight sockets. */
const POLL_MS = 20;

/** Bytes that tell where they belong: a period of 65,521. */
function pattern(length: number, first = 0): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => {
    const at = index % 65_521;
    return first + at * 7 + (at >> 8);
  });
}

function* established(connection: Connection): Script {
  yield () => connection.state === 'ESTABLISHED';
}

/** Sends and gets back the same, behind what came before. */
function* echo(connection: Connection, length: number, first = 0): Script {
  const from = connection.received.length;
  const data = pattern(length, first);
  connection.send(data);
  yield () => connection.received.length >= from + length;
  expect(Buffer.from(connection.received.subarray(from)).equals(data)).toBe(true);
}

/** Addresses of a frame from the host that the device has answered by ARP. */
function envelopeTo(desk: VirtualDesk): Omit<Envelope, 'identification'> {
  const reply = desk.frames.map(decodeFrame).find((frame) => frame?.kind === 'arp');
  if (reply?.kind !== 'arp') throw new Error('no ARP reply');
  const { senderMac: destinationMac, targetMac: sourceMac, targetIp: sourceIp } = reply.arp;
  return { destinationMac, destinationIp: IP, sourceMac, sourceIp, ttl: 64 };
}

/** A new connection that has echoed. */
function* served(desk: VirtualDesk, length: number): Script<Connection> {
  const connection = desk.host().connect(IP, PORT);
  yield* established(connection);
  yield* echo(connection, length);
  return connection;
}

deskTestOnEachChip('pings are answered, and 256 KiB come back as they were sent', {}, function* (desk) {
  yield* desk.poweredUp();
  const connection = yield* served(desk, 262_144);
  const replies = (): readonly unknown[] =>
    desk.frames.map(decodeFrame).flatMap((frame) => (frame?.kind === 'icmp' ? [frame.icmp] : []));
  const pings = Array.from({ length: 20 }, (_, sequence) => ({
    code: 0,
    identifier: 7,
    sequence,
    payload: pattern(56),
  }));
  const envelope = envelopeTo(desk);
  for (const [identification, ping] of pings.entries()) {
    desk.device.receive(encodeIcmpFrame({ ...envelope, identification }, { type: ICMP_ECHO_REQUEST, ...ping }));
  }
  yield () => replies().length >= pings.length;
  expect(replies()).toEqual(pings.map((ping) => ({ type: ICMP_ECHO_REPLY, ...ping })));
  connection.close();
  yield* desk.seen(/reason peer-closed$/);
});

deskTestOnEachChip('a host’s own keepalives, which carry no octet, are answered', {}, function* (desk) {
  yield* desk.poweredUp();
  const keepalive = { idleNs: NS_PER_S, intervalNs: NS_PER_S, probes: 3 };
  const connection = desk.host({ tcp: { keepalive } }).connect(IP, PORT);
  yield* established(connection);
  // Without data exchanged the device sends no probes: what keeps this connection are the host's.
  yield* desk.pass(60_000);
  expect(desk.lines.filter(({ text }) => text.includes('probe'))).toEqual([]);
  yield* echo(connection, 100);
});

deskTestOnEachChip('a cut cable is detected within the bound, and the port listens again', {}, function* (desk) {
  yield* desk.poweredUp();
  yield* served(desk, 100);
  const cutAtMs = desk.nowMs;
  desk.press('c');
  yield* desk.seen(/^cable cut$/);
  const detected = yield* desk.seen(/^socket 0: ESTABLISHED → CLOSED \(timeout\)$/);
  yield* desk.seen(/reason probe-timeout$/);
  yield* desk.seen(/listens again$/);
  expect(detected.atMs - cutAtMs).toBeLessThanOrEqual(NO_DATA_MS + KA_SEND_MS + TCP_TIMEOUT_MS + POLL_MS);
  const unanswered = desk.lines.findLast(({ text }) => text === 'socket 0: probe');
  expect(detected.atMs - (unanswered?.atMs ?? Number.NaN)).toBeCloseTo(TCP_TIMEOUT_MS, 0);
  desk.press('c');
  yield* desk.seen(/^cable mended$/);
  yield* served(desk, 1000);
});

/** Waits of 0.4, 0.8, 1.6, 3.2, 6.4 and 6.4 s: the cable is mended before the chip gives up. */
const PATIENT = { retransmission: { timeoutMs: 400, count: 5 } };

deskTest('a client killed behind a cut cable: its host answers the next probe with RST', PATIENT, function* (desk) {
  yield* desk.poweredUp();
  const connection = yield* served(desk, 100);
  yield* desk.seen(/^socket 0: probe answered/);
  desk.press('c');
  connection.vanish();
  yield* desk.pass(10);
  desk.press('c');
  yield* desk.seen(/^cable mended$/);
  const probe = yield* desk.seen(/^socket 0: probe/);
  const detected = yield* desk.seen(/^socket 0: ESTABLISHED → CLOSED \(rst\)$/);
  // By this probe, and no later one's.
  expect(detected.atMs - probe.atMs).toBeLessThan(1);
  yield* desk.seen(/^socket 0: firmware reports the end, reason reset$/);
  yield* served(desk, 1000);
});

deskTest('orderly closes, one after the other, and a half-closed client gets its tail', {}, function* (desk) {
  yield* desk.poweredUp();
  for (let round = 0; round < 3; round++) {
    const connection = yield* served(desk, 2000);
    connection.close();
    yield* desk.seen(/reason peer-closed$/);
    yield* desk.seen(/listens again$/);
  }
  const last = desk.host().connect(IP, PORT);
  yield* established(last);
  const data = pattern(5000);
  last.send(data);
  last.close();
  yield* desk.seen(/reason peer-closed$/);
  yield* desk.seen(/listens again$/);
  expect(Buffer.from(last.received).equals(data)).toBe(true);
});

deskTest(
  'a client that stops reading closes its window, and gets every byte when it reads again',
  {},
  function* (desk) {
    yield* desk.poweredUp();
    const connection = desk.host({ tcp: { receiveBufferBytes: 2048 } }).connect(IP, PORT);
    yield* established(connection);
    connection.autoRead = false;
    const data = pattern(50_000);
    connection.send(data);
    // Far longer than the chip's timeout for data that is not acknowledged.
    yield* desk.pass(4 * TCP_TIMEOUT_MS);
    expect(connection.received.length).toBe(0);
    connection.autoRead = true;
    yield () => connection.received.length >= data.length;
    expect(Buffer.from(connection.received).equals(data)).toBe(true);
    yield* echo(connection, 100);
  },
);

deskTest(
  'eight clients at once; a ninth is refused until one has gone',
  { sockets: [{ port: PORT, count: 8 }] },
  function* (desk) {
    yield* desk.poweredUp(8);
    const host = desk.host();
    const clients = Array.from({ length: 8 }, () => host.connect(IP, PORT));
    for (const client of clients) yield* established(client);
    for (const [number, client] of clients.entries()) yield* echo(client, 2000, number);
    let isRefused = false;
    const ninth = host.connect(IP, PORT);
    ninth.onReset = () => {
      isRefused = true;
    };
    yield () => isRefused;
    for (const [number, client] of clients.entries()) yield* echo(client, 100, number);
    clients[3]?.close();
    yield* desk.seen(/^socket \d: listens again$/);
    const next = host.connect(IP, PORT);
    yield* established(next);
    yield* echo(next, 1000, 99);
  },
);

deskTestOnEachChip('a chip that forgets everything is set up again: a new client is served', {}, function* (desk) {
  yield* desk.poweredUp();
  const connection = yield* served(desk, 1000);
  connection.close();
  yield* desk.seen(/listens again$/);
  desk.press('r');
  yield* desk.seen(/the chip’s supply dips/);
  yield* desk.seen(/^socket 0: listens/);
  yield* served(desk, 1000);
});
