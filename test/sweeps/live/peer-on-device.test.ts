/** `keepwire peer` on this machine's kernel, against the device. test/live does the same in virtual time. */
import { expect } from 'vitest';
import type { Desk } from '../../live/kernel/desk.ts';
import { onDesk, onEachChip, TCP_TIMEOUT_MS } from '../../live/kernel/on-desk.ts';
import { rest, said } from '../../live/kernel/saying.ts';

/** For the device's bound, for the hand that mends the cable, and for a busy machine. */
const ENOUGH_S = '240';

async function cut(desk: Desk): Promise<void> {
  desk.press('c');
  await desk.seen(/^cable cut$/);
}

async function mendWhenDetected(desk: Desk): Promise<void> {
  await desk.seen(/^socket 0: ESTABLISHED → CLOSED \(timeout\)$/);
  await desk.seen(/listens again$/);
  desk.press('c');
  await desk.seen(/^cable mended$/);
}

onEachChip('round trips are measured, and the end is orderly', async (desk) => {
  await desk.powerUp();
  const peer = desk.peer('--every', '1', '--for', '4', '--json');
  const { ok, connections, roundTrips } = JSON.parse(await rest(peer));
  expect({ ok, exitCode: await peer.ended() }).toEqual({ ok: true, exitCode: 0 });
  expect(connections).toMatchObject([{ socket: 0, remote: '192.168.77.20:5000', reason: 'stopped' }]);
  expect(roundTrips.count).toBeGreaterThanOrEqual(1);
  await desk.seen(/reason peer-closed$/);
  expect(await desk.quit()).toBe(0);
});

onEachChip('a board that notices the cut cable in time passes', async (desk) => {
  await desk.powerUp();
  const peer = desk.peer('--expect-within', ENOUGH_S);
  await said(peer, /armed/);
  await cut(desk);
  peer.tell();
  await said(peer, / {2}cable cut$/);
  await mendWhenDetected(desk);
  const passed = await said(peer, /PASS: a new connection works/);
  const tookMs = Number(/works ([\d.]+) s/.exec(passed)?.[1]) * 1000;
  // Not before the probe that stayed unanswered has been given up.
  expect(tookMs).toBeGreaterThan(TCP_TIMEOUT_MS);
  expect(await peer.ended()).toBe(0);
});

onDesk('a cut that nobody announces is judged from the last sign of life', {}, async (desk) => {
  await desk.powerUp();
  const peer = desk.peer('--every', '1', '--expect-within', ENOUGH_S);
  await said(peer, /armed/);
  await cut(desk);
  await said(peer, /the device is silent: its echo is overdue/);
  await said(peer, /outage: time counts from the last data received/);
  await mendWhenDetected(desk);
  await said(peer, /PASS: a new connection works/);
  expect(await peer.ended()).toBe(0);
});

onDesk('a time that is too short is not kept', {}, async (desk) => {
  await desk.powerUp();
  const peer = desk.peer('--expect-within', '1');
  await said(peer, /The limit is below the plan's bound/);
  await said(peer, /armed/);
  await cut(desk);
  peer.tell();
  await said(peer, /FAIL: nothing received from the device for \d+\.\d{3} s after the cut/);
  expect(await peer.ended()).toBe(1);
});

/** Waits of 0.4, 0.8, 1.6, 3.2 and 12 times 6.4 s: the cable is mended long before the chip gives up. */
const PATIENT = { retransmission: { timeoutMs: 400, count: 15 } };

onDesk('a cable that is mended too soon brings the old connection back', PATIENT, async (desk) => {
  await desk.powerUp();
  const peer = desk.peer('--every', '1', '--expect-within', ENOUGH_S);
  await said(peer, /armed/);
  await cut(desk);
  peer.tell();
  await said(peer, /the device is silent: its echo is overdue/);
  desk.press('c');
  const failed = await said(peer, /FAIL: /);
  expect(failed).toMatch(
    /the old connection was still open [\d.]+ s after the cut: the cable was reconnected too early/,
  );
  expect(await peer.ended()).toBe(1);
});

onDesk('a chip that forgets everything resets the connection, and is connected to anew', {}, async (desk) => {
  await desk.powerUp();
  const peer = desk.peer('--every', '1');
  await said(peer, /echo after/);
  desk.press('r');
  await said(peer, /socket 0: connection lost after .*: (reset by the device|given up)/);
  await said(peer, /connected/);
  await said(peer, /echo after/);
  peer.kill();
});

onDesk('all sockets of a port are tested together', { sockets: [{ port: 5000, count: 3 }] }, async (desk) => {
  await desk.powerUp(3);
  const peer = desk.peer('--expect-within', ENOUGH_S);
  await said(peer, /armed/);
  await cut(desk);
  peer.tell();
  for (let socket = 0; socket < 3; socket++) await desk.seen(/listens again$/);
  desk.press('c');
  await said(peer, /PASS: a new connection works/);
  expect(await peer.ended()).toBe(0);
});
