/** A capture has a largest size: it ends whole, the user is told, and the run goes on. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCaptureFile } from '../../generator/cli/live/capture-file.ts';
import { OPTIONS } from '../../generator/cli/options.ts';
import { MOST_CAPTURED_BYTES, writeCapture } from '../../generator/cli/simulate/captures.ts';
import type { TimelineEvent } from '../../simulator/timeline.ts';
import { workIn } from './keepwire.ts';

const folder = workIn();
const at = (name: string) => join(folder.path, name);
const ENHANCED_PACKET = 6;
/** Type, two lengths, five words, and 60 bytes of frame (draft-ietf-opsawg-pcapng 4.3). */
const PACKET_BYTES = 12 + 20 + 60;

const frame = (index: number): TimelineEvent => ({
  kind: 'frame',
  from: 'device',
  summary: '',
  bytes: new Uint8Array(60).fill(index),
  atNs: index * 1_000_000_000,
});
const timeline = [1, 2, 3, 4, 5].map(frame);

/** Length and first data byte of each packet; throws where a block is cut off. */
function packetsOf(bytes: Buffer): readonly number[] {
  const packets: number[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const [type, length] = [bytes.readUInt32LE(offset), bytes.readUInt32LE(offset + 4)];
    expect(bytes.readUInt32LE(offset + length - 4)).toBe(length);
    if (type === ENHANCED_PACKET) packets.push(bytes.readUInt8(offset + 28));
    offset += length;
  }
  return packets;
}

function simulated(mostBytes?: number) {
  const told: string[] = [];
  writeCapture(at('w.pcapng'), { timeline }, (text) => told.push(text), mostBytes);
  return { told, bytes: readFileSync(at('w.pcapng')) };
}

test('a simulated run: at both edges of the size', () => {
  const all = simulated();
  expect([packetsOf(all.bytes), all.told]).toEqual([[1, 2, 3, 4, 5], []]);
  const exact = simulated(all.bytes.length);
  expect([exact.bytes, exact.told]).toEqual([all.bytes, []]);
  const less = simulated(all.bytes.length - 1);
  expect([packetsOf(less.bytes), less.bytes.length]).toEqual([[1, 2, 3, 4], all.bytes.length - PACKET_BYTES]);
  expect(less.told).toEqual([
    `${at('w.pcapng')} ends at 5.000 s: a capture holds at most ${all.bytes.length - 1} bytes`,
  ]);
});

test('a live run: what does not fit is left out, and all that follows', () => {
  const told: string[] = [];
  const file = openCaptureFile(at('live.pcapng'), (text) => told.push(text), 100);
  for (const [length, size] of [
    [60, 60],
    [40, 100], // as much as fits
    [1, 100],
    [0, 100],
    [60, 100],
  ] as const) {
    file.write(new Uint8Array(length));
    expect(statSync(at('live.pcapng')).size).toBe(size);
  }
  file.close();
  expect(told).toEqual([`${at('live.pcapng')} is full: a capture holds at most 100 bytes; the run goes on without it`]);
});

test('the size is the one that --help names', () => {
  expect(OPTIONS.pcap.describe).toContain(`up to ${MOST_CAPTURED_BYTES / 1024 ** 3} GiB`);
});
