/** `keepwire peer` and `keepwire run` in one virtual time: the firmware of a spec, tested as a user tests a board. */
import { expect } from 'vitest';
import { deskTest, deskTestOnEachChip } from './desk-test.ts';
import type { DeskPeer, Script, VirtualDesk } from './virtual-desk.ts';

/** Of BRISK in ms: seconds without data, between probes, and of the chip's waits: 100 + 200 + 400 + 800. */
const [NO_DATA_MS, KA_SEND_MS, TCP_TIMEOUT_MS] = [1000, 1000, 1500];
/** One poll of the loop, a tick, and a sweep over eight sockets. */
const POLL_MS = 20;
const BOUND_MS = NO_DATA_MS + KA_SEND_MS + TCP_TIMEOUT_MS + POLL_MS;
/** From one attempt to connect to the next, in a test. */
const RETRY_MS = 500;

/** Cuts the cable and says so, as a person would at the same moment. */
function* cut(desk: VirtualDesk, peer: DeskPeer): Script {
  desk.press('c');
  yield* desk.seen(/^cable cut$/);
  peer.type('');
  yield* peer.said(/ {2}cable cut$/);
}

function* mendWhenDetected(desk: VirtualDesk): Script {
  const isDetected = /^socket 0: ESTABLISHED → CLOSED \(timeout\)$/;
  yield* desk.seen(isDetected);
  yield* desk.seen(/listens again$/);
  desk.press('c');
}

const secondsIn = (line: string): number => Number(/ ([\d.]+) s (?:after|\()/.exec(line)?.[1]);

deskTestOnEachChip('round trips are measured, and the end is orderly', {}, function* (desk) {
  yield* desk.poweredUp();
  const peer = desk.peer('--every', '1', '--for', '4', '--json');
  peer.start();
  expect(yield* peer.ended()).toBe(0);
  const { ok, connections, roundTrips } = JSON.parse(peer.lines.join('\n'));
  expect(ok).toBe(true);
  expect(connections).toMatchObject([{ socket: 0, remote: '192.168.1.20:5000', reason: 'stopped' }]);
  expect(roundTrips.count).toBe(4);
  expect(roundTrips.minMs).toBeGreaterThan(0.2);
  expect(roundTrips.maxMs).toBeLessThan(POLL_MS);
  yield* desk.seen(/reason peer-closed$/);
});

deskTestOnEachChip('a board that notices the cut cable in time passes', {}, function* (desk) {
  yield* desk.poweredUp();
  const peer = desk.peer('--expect-within', '20');
  peer.start();
  yield* peer.said(/armed/);
  const cutAtMs = desk.nowMs;
  yield* cut(desk, peer);
  yield* mendWhenDetected(desk);
  expect(desk.nowMs - cutAtMs).toBeLessThanOrEqual(BOUND_MS);
  const tookMs = secondsIn(yield* peer.said(/PASS: a new connection works/)) * 1000;
  // Not before the probe that stayed unanswered has been given up, and at the first attempt after the cable was back.
  expect(tookMs).toBeGreaterThan(TCP_TIMEOUT_MS);
  expect(tookMs).toBeLessThan(BOUND_MS + 900 + RETRY_MS + POLL_MS);
  expect(yield* peer.ended()).toBe(0);
});

deskTest('a cut that nobody announces is judged from the last data received', {}, function* (desk) {
  yield* desk.poweredUp();
  const peer = desk.peer('--every', '1', '--expect-within', '20');
  peer.start();
  yield* peer.said(/armed/);
  desk.press('c');
  yield* peer.said(/the device is silent: its echo is overdue/);
  yield* peer.said(/outage: time counts from the last data received, at 0\.\d{3} s$/);
  yield* mendWhenDetected(desk);
  yield* peer.said(/PASS: a new connection works/);
  expect(yield* peer.ended()).toBe(0);
});

deskTest('a limit that is too short is not kept', {}, function* (desk) {
  yield* desk.poweredUp();
  const peer = desk.peer('--expect-within', '1');
  peer.start();
  yield* peer.said(/The limit is below the plan's bound/);
  yield* peer.said(/armed/);
  yield* cut(desk, peer);
  yield* peer.said(/FAIL: nothing received from the device for 1\.000 s after the cut/);
  expect(yield* peer.ended()).toBe(1);
});

/** Waits of 0.4, 0.8, 1.6, 3.2, 6.4 and 6.4 s: the cable is mended before the chip gives up. */
const PATIENT = { retransmission: { timeoutMs: 400, count: 5 } };

deskTest('a cable that is reconnected too early brings the old connection back', PATIENT, function* (desk) {
  yield* desk.poweredUp();
  const peer = desk.peer('--every', '1', '--expect-within', '20');
  peer.start();
  yield* peer.said(/armed/);
  yield* cut(desk, peer);
  yield* peer.said(/the device is silent: its echo is overdue/);
  desk.press('c');
  yield* peer.said(
    /FAIL: the old connection was still open \d\.\d{3} s after the cut: the cable was reconnected too early/,
  );
  expect(yield* peer.ended()).toBe(1);
});

deskTest('a chip that forgets everything resets the connection, and is connected to again', {}, function* (desk) {
  yield* desk.poweredUp();
  const peer = desk.peer('--every', '1');
  peer.start();
  yield* peer.said(/echo after/);
  desk.press('r');
  yield* peer.said(/socket 0: connection lost after .*: reset by the device$/);
  yield* peer.said(/connected/);
  yield* peer.said(/echo after/);
});

deskTest('all sockets of a port are tested together', { sockets: [{ port: 5000, count: 3 }] }, function* (desk) {
  yield* desk.poweredUp(3);
  const peer = desk.peer('--expect-within', '20');
  peer.start();
  yield* peer.said(/armed/);
  yield* cut(desk, peer);
  for (let socket = 0; socket < 3; socket++) yield* desk.seen(/listens again$/);
  desk.press('c');
  yield* peer.said(/PASS: a new connection works/);
  expect(yield* peer.ended()).toBe(0);
});
