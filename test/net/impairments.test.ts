import { describe, expect, test } from 'vitest';
import { Clock, NS_PER_MS } from '../../simulator/clock.ts';
import type { Direction } from '../../simulator/direction.ts';
import { decodeFrame, encodeTcpFrame } from '../../simulator/net/frame.ts';
import type { Impairments } from '../../simulator/net/impairments.ts';
import { Link } from '../../simulator/net/link.ts';
import { seq } from '../../simulator/net/seq.ts';
import { tcpFlags } from '../../simulator/net/tcp.ts';
import type { EventBody } from '../../simulator/timeline.ts';

const LATENCY_NS = 100_000;
const RUNS = 2000;

const mac = (number: number): Uint8Array => Uint8Array.of(2, 0, 0, 0, 0, number);

/** A frame of an unknown protocol, or TCP with `mark` as its sequence number. */
function frame(from: number, to: number, mark: number, isTcp = false): Uint8Array {
  if (!isTcp) {
    const bytes = new Uint8Array(60);
    bytes.set([...mac(to), ...mac(from), 0x88, 0xb5, mark >> 8, mark & 0xff]);
    return bytes;
  }
  const ends = { sourceIp: Uint8Array.of(10, 0, 0, from), destinationIp: Uint8Array.of(10, 0, 0, to) };
  const envelope = { sourceMac: mac(from), destinationMac: mac(to), ...ends, ttl: 64, identification: mark };
  return encodeTcpFrame(envelope, {
    ...{ sourcePort: 1, destinationPort: 2, seq: seq(mark), ack: seq(7), flags: tcpFlags('ack'), window: 1000 },
    ...{ urgentPointer: 0, mss: null, payload: Uint8Array.from({ length: 40 }, (_, index) => index) },
  });
}

/** Sends so many frames, one a millisecond, from the device or to it, and tells what arrived. */
function sent(
  change: Partial<Impairments>,
  options: { from?: 1 | 2; isTcp?: boolean; seed?: number; only?: Direction } = {},
) {
  const { from = 1, isTcp = false, seed = 5, only } = options;
  const clock = new Clock();
  const events: EventBody[] = [];
  const link = new Link({ clock, report: (event) => events.push(event), seed });
  const ports = [link.attach('device'), link.attach('peer')] as const;
  const arrived: { readonly bytes: Uint8Array; readonly atNs: number }[] = [];
  for (const port of ports) port.onFrame = (bytes) => arrived.push({ bytes, atNs: clock.nowNs });
  link.impair(change, only === undefined ? undefined : [only]);
  for (let mark = 0; mark < RUNS; mark++) {
    ports[from - 1]?.send(frame(from, 3 - from, mark, isTcp));
    clock.advanceTo((mark + 1) * NS_PER_MS);
  }
  clock.advanceTo((RUNS + 1000) * NS_PER_MS);
  const marks = arrived.map(({ bytes }) => ((bytes[14] ?? 0) << 8) | (bytes[15] ?? 0));
  const impaired = events.flatMap((event) => (event.kind === 'frame' ? [event.impaired ?? []] : []));
  return { arrived, marks, events, impaired };
}

/** Within five deviations of the binomial distribution. */
function mustBeAbout(count: number, rate: number): void {
  expect(Math.abs(count - RUNS * rate)).toBeLessThan(5 * Math.sqrt(RUNS * rate * (1 - rate)));
}

test('nothing is on: every frame arrives once, after the latency, and nothing is marked', () => {
  const { arrived, marks, impaired } = sent({});
  expect(marks).toEqual(Array.from({ length: RUNS }, (_, mark) => mark));
  expect(arrived.every(({ atNs }, mark) => atNs === mark * NS_PER_MS + LATENCY_NS)).toBe(true);
  expect(impaired.flat()).toEqual([]);
});

test('duplicates: the share that was asked for, the copy right behind, each marked', () => {
  const { marks, impaired } = sent({ duplicateRate: 0.2 });
  const twice = marks.filter((mark, index) => marks[index - 1] === mark);
  mustBeAbout(twice.length, 0.2);
  expect(marks.length).toBe(RUNS + twice.length);
  expect(impaired.flatMap((list, mark) => (list.includes('duplicated') ? [mark] : []))).toEqual(twice);
});

test('reordering: held back by 5 ms, so that the next ones overtake; nothing is lost', () => {
  const { arrived, marks, impaired } = sent({ reorderRate: 0.1 });
  expect([...marks].sort((a, b) => a - b)).toEqual(Array.from({ length: RUNS }, (_, mark) => mark));
  for (const [index, mark] of marks.entries()) {
    const lateNs = (arrived[index]?.atNs ?? 0) - mark * NS_PER_MS - LATENCY_NS;
    expect(lateNs).toBe(impaired[mark]?.includes('reordered') ? 5 * NS_PER_MS : 0);
  }
  mustBeAbout(impaired.filter((list) => list.includes('reordered')).length, 0.1);
});

test('delay and jitter: never less than the delay nor more than both, in order, and spread over it', () => {
  const { arrived, marks } = sent({ delayNs: 20 * NS_PER_MS, jitterNs: 10 * NS_PER_MS });
  expect(marks).toEqual(Array.from({ length: RUNS }, (_, mark) => mark));
  const late = arrived.map(({ atNs }, mark) => (atNs - mark * NS_PER_MS - LATENCY_NS) / NS_PER_MS);
  expect(Math.min(...late)).toBeGreaterThanOrEqual(20);
  expect(Math.max(...late)).toBeLessThan(30);
  expect(Math.max(...late) - Math.min(...late)).toBeGreaterThan(3);
});

test('corruption: every damaged IP frame is caught by a checksum, and only what is marked is damaged', () => {
  const { arrived, impaired, events } = sent({ corruptRate: 0.3 }, { isTcp: true });
  for (const [mark, { bytes }] of arrived.entries()) {
    const isDamaged = impaired[mark]?.includes('corrupted') ?? false;
    expect(decodeFrame(bytes) === null).toBe(isDamaged);
    expect(bytes.subarray(0, 14)).toEqual(frame(1, 2, mark, true).subarray(0, 14));
  }
  mustBeAbout(impaired.filter((list) => list.includes('corrupted')).length, 0.3);
  const sentBytes = events.flatMap((event) => (event.kind === 'frame' ? [event.bytes] : []));
  expect(sentBytes.every((bytes) => decodeFrame(bytes) !== null)).toBe(true);
});

test('what has no checksum is not damaged', () => {
  expect(sent({ corruptRate: 1 }).impaired.flat()).toEqual([]);
});

describe('one direction only', () => {
  test.each([
    ['to-device', 1, RUNS],
    ['to-device', 2, 0],
    ['from-device', 1, 0],
    ['from-device', 2, RUNS],
  ] as const)('all lost %s: from station %d arrive %d', (only, from, want) => {
    expect(sent({ lossRate: 1 }, { only, from }).arrived).toHaveLength(want);
  });

  test.each([
    ['to-device', 'cut,cut,'],
    ['from-device', 'cut,,cut'],
  ] as const)('a cut %s also takes what is under way', (direction, want) => {
    const clock = new Clock();
    const lost: string[] = [];
    const report = (event: EventBody) => {
      if (event.kind === 'frame' || event.kind === 'frame-lost') lost.push(event.lost ?? '');
    };
    const link = new Link({ clock, report });
    const [device, peer] = [link.attach('device'), link.attach('peer')];
    peer.send(frame(2, 1, 1));
    device.send(frame(1, 2, 2));
    link.cut([direction]);
    peer.send(frame(2, 1, 3));
    device.send(frame(1, 2, 4));
    expect(lost.slice(2).join()).toBe(want); // what was under way that way, then both new ones
    expect(link.isCut).toBe(true);
    link.mend([direction]);
    expect(link.isCut).toBe(false);
  });
});

test('what is switched on beside losses does not move the losses', () => {
  const losses = (change: Partial<Impairments>) =>
    sent({ lossRate: 0.3, ...change }).events.map((event) => event.kind === 'frame' && event.lost === 'loss');
  const alone = losses({});
  expect(losses({ duplicateRate: 0.5, reorderRate: 0.5, jitterNs: NS_PER_MS })).toEqual(alone);
  expect(alone.filter(Boolean).length).toBeGreaterThan(500);
});

test('the same seed does the same, another one something else', () => {
  const all = { lossRate: 0.1, duplicateRate: 0.1, reorderRate: 0.1, jitterNs: NS_PER_MS };
  const marks = (seed: number) => sent(all, { seed }).marks.join();
  expect(marks(3)).toBe(marks(3));
  expect(marks(3)).not.toBe(marks(4));
});
