import { describe, expect, test } from 'vitest';
import { Clock } from '../../simulator/clock.ts';
import { Link, type LinkOptions, type TappedFrame } from '../../simulator/net/link.ts';
import type { EventBody } from '../../simulator/timeline.ts';

const LATENCY_NS = 100_000;

/** A frame of an unknown protocol from station `from` to station `to`; 255 is everybody. */
function frame(from: number, to: number, mark = 0): Uint8Array {
  const bytes = new Uint8Array(60);
  bytes.set(to === 255 ? [255, 255, 255, 255, 255, 255] : [2, 0, 0, 0, 0, to], 0);
  bytes.set([2, 0, 0, 0, 0, from, 0x88, 0xb5, mark], 6);
  return bytes;
}

/** Three stations: 1 is the device, 2 and 3 are the network. `heard` tells who got which mark, and when. */
function segment(options: Partial<LinkOptions> = {}) {
  const clock = new Clock();
  const events: EventBody[] = [];
  const heard: string[] = [];
  const link = new Link({ ...options, clock, report: (event) => events.push(event) });
  const attach = (name: string) => {
    const port = link.attach(name);
    port.onFrame = (bytes) => heard.push(`${name} ${bytes[14]} at ${clock.nowNs}`);
    return port;
  };
  const ports = { device: attach('device'), a: attach('a'), b: attach('b') };
  /** Makes the switch know where everybody is. */
  const introduce = (): void => {
    ports.device.send(frame(1, 255));
    ports.a.send(frame(2, 255));
    ports.b.send(frame(3, 255));
    clock.advanceTo(LATENCY_NS);
    events.length = 0;
    heard.length = 0;
  };
  const kinds = () => events.map((event) => `${event.kind}${'lost' in event ? ` ${event.lost}` : ''}`);
  return { clock, link, events, heard, kinds, introduce, ...ports };
}

describe('delivery', () => {
  test('after the latency, not a nanosecond earlier', () => {
    const { clock, device, heard } = segment();
    device.send(frame(1, 255, 7));
    clock.advanceTo(LATENCY_NS - 1);
    expect(heard).toEqual([]);
    clock.advanceTo(LATENCY_NS);
    expect(heard).toEqual([`a 7 at ${LATENCY_NS}`, `b 7 at ${LATENCY_NS}`]);
  });

  test('the latency can be chosen', () => {
    const { clock, device, heard } = segment({ latencyNs: 5 });
    device.send(frame(1, 255, 7));
    clock.advanceTo(5);
    expect(heard).toEqual(['a 7 at 5', 'b 7 at 5']);
  });

  test('a destination not heard of yet is flooded, afterwards only its station gets the frame', () => {
    const { clock, device, a, heard } = segment();
    device.send(frame(1, 2, 1));
    clock.advanceTo(LATENCY_NS);
    expect(heard).toHaveLength(2);
    a.send(frame(2, 1, 2));
    device.send(frame(1, 2, 3));
    clock.advanceTo(2 * LATENCY_NS);
    expect(heard.slice(2)).toEqual([`device 2 at ${2 * LATENCY_NS}`, `a 3 at ${2 * LATENCY_NS}`]);
  });

  test('order is kept', () => {
    const { clock, device, introduce, heard } = segment();
    introduce();
    for (const mark of [1, 2, 3]) device.send(frame(1, 2, mark));
    clock.advanceTo(10 * LATENCY_NS);
    expect(heard.map((line) => line.slice(0, 3))).toEqual(['a 1', 'a 2', 'a 3']);
  });

  test('one event per frame sent, with its bytes and a summary', () => {
    const { device, events } = segment();
    const bytes = frame(1, 255);
    device.send(bytes);
    expect(events).toEqual([
      { kind: 'frame', from: 'device', summary: 'EtherType 0x88b5 from 02:00:00:00:00:01', bytes },
    ]);
  });

  test('the tap sees every frame when it is sent', () => {
    const { device, link } = segment();
    const seen: TappedFrame[] = [];
    link.onFrame = (tapped) => seen.push(tapped);
    const bytes = frame(1, 255);
    device.send(bytes);
    link.cut();
    device.send(bytes);
    expect(seen).toEqual([
      { from: 'device', bytes, lost: null },
      { from: 'device', bytes, lost: 'cut' },
    ]);
  });
});

describe('cut', () => {
  test('severs the device from everybody, and nobody’s PHY sees it', () => {
    const { clock, link, device, a, b, introduce, heard, kinds } = segment();
    introduce();
    link.cut();
    device.send(frame(1, 2, 1));
    a.send(frame(2, 1, 2));
    a.send(frame(2, 3, 3));
    clock.advanceTo(10 * LATENCY_NS);
    expect(heard.map((line) => line.slice(0, 3))).toEqual(['b 3']);
    expect(kinds()).toEqual(['frame cut', 'frame cut', 'frame']);
    expect([device.linkUp, a.linkUp, b.linkUp, link.isCut]).toEqual([true, true, true, true]);
  });

  test('mended, it carries frames again', () => {
    const { clock, link, device, introduce, heard } = segment();
    introduce();
    link.cut();
    link.mend();
    device.send(frame(1, 2, 1));
    clock.advanceTo(2 * LATENCY_NS);
    expect(heard).toHaveLength(1);
  });

  test.each([
    ['at the last nanosecond loses a frame under way', LATENCY_NS - 1, 0],
    ['as it arrives comes too late', LATENCY_NS, 1],
  ])('a cut %s', (_name, cutAtNs, arrived) => {
    const { clock, link, device, introduce, heard, kinds } = segment();
    introduce();
    device.send(frame(1, 2, 1));
    clock.advanceTo(LATENCY_NS + cutAtNs);
    link.cut();
    link.mend();
    clock.advanceTo(10 * LATENCY_NS);
    expect(heard).toHaveLength(arrived);
    expect(kinds()).toEqual(arrived === 1 ? ['frame'] : ['frame', 'frame-lost cut']);
  });

  test('a broadcast under way still reaches those on its sender’s side', () => {
    const { clock, link, a, introduce, heard, kinds } = segment();
    introduce();
    a.send(frame(2, 255, 1));
    link.cut();
    clock.advanceTo(10 * LATENCY_NS);
    expect(heard.map((line) => line.slice(0, 3))).toEqual(['b 1']);
    expect(kinds()).toEqual(['frame']);
  });
});

describe('unplug', () => {
  test('takes one interface off, which sees its link go down', () => {
    const { clock, device, a, b, introduce, heard, kinds } = segment();
    introduce();
    a.unplug();
    expect([device.linkUp, a.linkUp, b.linkUp]).toEqual([true, false, true]);
    a.send(frame(2, 1, 1));
    device.send(frame(1, 2, 2));
    device.send(frame(1, 3, 3));
    clock.advanceTo(10 * LATENCY_NS);
    expect(heard.map((line) => line.slice(0, 3))).toEqual(['b 3']);
    expect(kinds()).toEqual(['frame cut', 'frame cut', 'frame']);
    a.plug();
    expect(a.linkUp).toBe(true);
    device.send(frame(1, 2, 4));
    clock.advanceTo(20 * LATENCY_NS);
    expect(heard.at(-1)).toMatch(/^a 4/);
  });

  test('loses what is under way to it', () => {
    const { clock, device, a, introduce, heard, kinds } = segment();
    introduce();
    device.send(frame(1, 2, 1));
    a.unplug();
    a.plug();
    clock.advanceTo(10 * LATENCY_NS);
    expect(heard).toEqual([]);
    expect(kinds()).toEqual(['frame', 'frame-lost cut']);
  });
});

describe('power', () => {
  test('frames for an interface without power are lost for that reason, those under way too', () => {
    const { clock, device, a, introduce, heard, kinds } = segment();
    introduce();
    device.send(frame(1, 2, 1));
    a.setPowered(false);
    device.send(frame(1, 2, 2));
    a.send(frame(2, 1, 3));
    clock.advanceTo(10 * LATENCY_NS);
    expect(heard).toEqual([]);
    expect(kinds()).toEqual(['frame', 'frame-lost power-off', 'frame power-off', 'frame power-off']);
    a.setPowered(true);
    device.send(frame(1, 2, 4));
    clock.advanceTo(20 * LATENCY_NS);
    expect(heard).toHaveLength(1);
  });

  test('what had left before the power went still arrives', () => {
    const { clock, a, introduce, heard } = segment();
    introduce();
    a.send(frame(2, 1, 1));
    a.setPowered(false);
    clock.advanceTo(10 * LATENCY_NS);
    expect(heard).toHaveLength(1);
  });

  test('a cut counts before power: both at once are a cut', () => {
    const { link, device, a, introduce, kinds } = segment();
    introduce();
    a.setPowered(false);
    link.cut();
    device.send(frame(1, 2, 1));
    expect(kinds()).toEqual(['frame cut']);
  });
});

describe('loss', () => {
  const lossesOf = (seed: number, lossRate: number): string => {
    const { device, kinds, introduce, link } = segment({ seed });
    introduce();
    link.lossRate = lossRate;
    for (let count = 0; count < 1000; count++) device.send(frame(1, 2));
    return kinds()
      .map((kind) => (kind === 'frame loss' ? 'x' : '.'))
      .join('');
  };

  test('the same seed loses the same frames, another seed others', () => {
    expect(lossesOf(5, 0.3)).toBe(lossesOf(5, 0.3));
    expect(lossesOf(5, 0.3)).not.toBe(lossesOf(6, 0.3));
  });

  test.each([
    [0, 0, 0],
    [0.25, 210, 290],
    [1, 1000, 1000],
  ])('at a rate of %d', (lossRate, least, most) => {
    const lost = lossesOf(5, lossRate).replaceAll('.', '').length;
    expect(lost).toBeGreaterThanOrEqual(least);
    expect(lost).toBeLessThanOrEqual(most);
  });
});
