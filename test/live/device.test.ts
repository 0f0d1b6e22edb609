/** The device behind `keepwire run`, without a thread, a TAP device or real time: the wire outside is in the test's hands. */
import { expect, test } from 'vitest';
import { LiveDevice } from '../../live/device/live-device.ts';
import { captureStart, createCaptureBlocks } from '../../live/report/capture.ts';
import { createLiveLines } from '../../live/report/lines.ts';
import { NS_PER_MS } from '../../simulator/clock.ts';
import { createHostEngine } from '../../simulator/engine/host/engine.ts';
import { decodeFrame, encodeArpFrame } from '../../simulator/net/frame.ts';
import { pcapng } from '../../simulator/report/pcapng.ts';
import type { TimelineEvent } from '../../simulator/timeline.ts';
import { tshark } from '../tshark.ts';
import { BRISK, built } from '../whole/firmware.ts';

const HOST_MAC = Uint8Array.of(2, 0, 0, 0, 0, 9);
const BROADCAST = new Uint8Array(6).fill(0xff);

/** Who has the device's address? */
function question(ip: readonly number[]): Uint8Array {
  const senderIp = Uint8Array.of(...ip.slice(0, 3), 9);
  const targetMac = new Uint8Array(6);
  return encodeArpFrame(BROADCAST, {
    operation: 'request',
    senderMac: HOST_MAC,
    senderIp,
    targetMac,
    targetIp: Uint8Array.from(ip),
  });
}

/** Runs a device for some time; `act` is called at each look, which is each millisecond. */
async function run(untilMs: number, act: (device: LiveDevice, ms: number) => void) {
  const { plan, wasm } = await built({ ...BRISK, chip: 'W5500' });
  const events: TimelineEvent[] = [];
  const frames: Uint8Array[] = [];
  const device = new LiveDevice({
    plan,
    seed: 1,
    engine: (board) => createHostEngine({ wasm, ...board }),
    onEvent: (event) => void events.push(event),
    onFrame: (frame) => void frames.push(frame),
  });
  let looked = -1;
  device.run(() => {
    const ms = Math.floor(device.clock.nowNs / NS_PER_MS);
    if (ms !== looked) act(device, ms);
    looked = ms;
    device.settle();
    return ms >= untilMs;
  });
  return { plan, events, frames };
}

test('a frame is answered at the moment it comes, not at the next tick', async () => {
  let atOnce = 0;
  const { frames } = await run(120, (device, ms) => {
    if (ms !== 100) return;
    const { nowNs } = device.clock;
    device.receive(question([192, 168, 1, 20]));
    device.settle();
    atOnce = device.clock.nowNs - nowNs;
  });
  expect(atOnce).toBe(0);
  expect(frames.map(decodeFrame)).toEqual([
    expect.objectContaining({ kind: 'arp', arp: expect.objectContaining({ operation: 'reply' }) }),
  ]);
});

test('a cut cable carries nothing either way, and is told and captured as cut', async () => {
  const { events, frames } = await run(400, (device, ms) => {
    if (ms === 100 || ms === 300) device.toggleCable();
    if (ms === 200 || ms === 350) device.receive(question([192, 168, 1, 20]));
  });
  expect(frames.length).toBe(1);
  const lineOf = createLiveLines();
  const told = events.flatMap((event) => lineOf(event) ?? []).map(({ text }) => text);
  expect(told).toEqual(['socket 0: listens', 'cable cut', 'cable mended']);
  const blockOf = createCaptureBlocks();
  const capture = Buffer.concat([...captureStart(), ...events.flatMap((event) => blockOf(event) ?? [])]);
  expect(tshark(capture, ['frame.interface_name', 'arp.opcode', 'frame.comment'])).toEqual([
    ['outside', '1', 'cable cut;lost: cut'],
    ['outside', '1', 'cable mended'],
    ['device', '2', ''],
  ]);
});

test('what the firmware says is a comment on the next packet, as in the capture of a run', () => {
  const blockOf = createCaptureBlocks();
  const bytes = question([192, 168, 1, 20]);
  const events: readonly TimelineEvent[] = [
    { atNs: 1, kind: 'trace', text: '0 probe' },
    { atNs: 2, kind: 'firmware', what: 'ended', socket: 0, reason: 'probe-timeout' },
    { atNs: 3, kind: 'frame', from: 'outside', summary: '', bytes },
  ];
  const live = Buffer.concat([...captureStart(), ...events.flatMap((event) => blockOf(event) ?? [])]);
  const [comments] = tshark(live, ['frame.comment']);
  expect(comments).toEqual(['trace: 0 probe;firmware: socket 0 ended, reason probe-timeout']);
  expect(tshark(Buffer.from(pcapng(events)), ['frame.comment'])).toEqual([comments]);
});

test('probes and answers are a line each, with how long the answer took', () => {
  const lineOf = createLiveLines();
  const at = (ms: number, event: object) => lineOf({ atNs: ms * NS_PER_MS, ...event } as TimelineEvent)?.text;
  expect(at(1000, { kind: 'probe', socket: 3, attempt: 0 })).toBe('socket 3: probe');
  expect(at(1100, { kind: 'probe', socket: 3, attempt: 1 })).toBe('socket 3: probe repeated, 1st time');
  expect(at(1300, { kind: 'probe', socket: 3, attempt: 2 })).toBe('socket 3: probe repeated, 2nd time');
  expect(at(1302, { kind: 'probe-answered', socket: 3 })).toBe('socket 3: probe answered after 302.0 ms');
  expect(at(1302, { kind: 'command', socket: 3, command: 'SEND_KEEP' })).toBeUndefined();
  expect(at(1400, { kind: 'firmware', what: 'ended', socket: 3, reason: 'probe-timeout' })).toBe(
    'socket 3: firmware reports the end, reason probe-timeout',
  );
});
