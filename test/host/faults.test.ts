import { describe, expect, test } from 'vitest';
import { seeds } from '../whole/share.ts';
import { type Connected, connectedPair } from './pair.ts';

const MS = 1_000_000;
const S = 1_000 * MS;
const THERE = Uint8Array.from({ length: 12_000 }, (_, index) => index * 13);
const BACK = Uint8Array.from({ length: 7_000 }, (_, index) => index * 17);

/** Data both ways and an orderly end from the client's side. */
function converse({ near, far }: Connected): void {
  far.onClosed = () => far.close();
  near.send(THERE);
  far.send(BACK);
  near.close();
}

/** What must hold however badly the network behaved, as long as it behaved again. */
function expectWhole({ near, far }: Connected): void {
  expect(far.received).toEqual(THERE);
  expect(near.received).toEqual(BACK);
  expect(['TIME-WAIT', 'CLOSED']).toContain(near.state);
  expect(['TIME-WAIT', 'CLOSED']).toContain(far.state);
}

describe('loss', () => {
  test.each(seeds(4, 60).flatMap((seed) => [0.05, 0.3].map((lossRate) => [seed, lossRate] as const)))(
    'seed %i, rate %d: everything arrives once, in order, and both sides end',
    (seed, lossRate) => {
      const pair = connectedPair({ seed, client: { retransmissionLimit: 30 }, server: { retransmissionLimit: 30 } });
      pair.link.lossRate = lossRate;
      converse(pair);
      pair.run(3600 * S);
      expectWhole(pair);
    },
  );

  test('each single frame of a conversation lost in turn', () => {
    const framesOf = (lostIndex: number): number => {
      const pair = connectedPair();
      let sent = 0;
      pair.link.onFrame = () => {
        sent++;
        // The rate is read before each frame: what is decided here is the fate of the next one.
        pair.link.lossRate = sent === lostIndex ? 1 : 0;
      };
      if (lostIndex === 0) pair.link.lossRate = 1;
      converse(pair);
      pair.run(100 * S);
      expectWhole(pair);
      return sent;
    };
    const frames = framesOf(-1);
    expect(frames).toBeGreaterThan(20);
    for (let index = 0; index < frames; index++) framesOf(index);
  });
});

describe('cut', () => {
  test('at each frame of a conversation, mended five seconds later', () => {
    const framesOf = (cutIndex: number): number => {
      const pair = connectedPair();
      let sent = 0;
      pair.link.onFrame = () => {
        if (sent++ !== cutIndex) return;
        pair.link.cut();
        pair.clock.after(5 * S, () => pair.link.mend());
      };
      converse(pair);
      pair.run(200 * S);
      expectWhole(pair);
      return sent;
    };
    const frames = framesOf(-1);
    for (let index = 0; index < frames; index++) framesOf(index);
  });

  test('for good, at each frame: both sides have given up within the bound, or had ended', () => {
    for (let cutIndex = 0; cutIndex < 20; cutIndex++) {
      const tcp = { retransmissionLimit: 4, timeWaitNs: S };
      const pair = connectedPair({ client: tcp, server: tcp });
      let sent = 0;
      pair.link.onFrame = () => {
        if (sent++ === cutIndex) pair.link.cut();
      };
      converse(pair);
      // 1 + 2 + 4 + 8 + 16 s, once for data and once more for a FIN behind it.
      pair.run(63 * S);
      const open = [pair.near, pair.far].filter(({ state }) => !['CLOSED', 'FIN-WAIT-2'].includes(state));
      expect(open.map(({ state }) => state)).toEqual([]);
    }
  });
});

test('the same seed gives the same timeline', () => {
  const timeline = (seed: number): string => {
    const pair = connectedPair({ seed, lossRate: 0 });
    pair.link.lossRate = 0.2;
    converse(pair);
    pair.run(600 * S);
    return JSON.stringify(pair.events.map(({ atNs, ...event }) => [atNs, 'summary' in event ? event.summary : event]));
  };
  expect(timeline(9)).toBe(timeline(9));
  expect(timeline(9)).not.toBe(timeline(10));
});
