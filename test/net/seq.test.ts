import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seq, seqAdd, seqAtOrBefore, seqBefore, seqDiff, seqWithin } from '../../simulator/net/seq.ts';

const anySeq = fc.integer({ min: 0, max: 0xffff_ffff });
const ahead = fc.integer({ min: 1, max: 0x7fff_ffff });

describe('sequence numbers', () => {
  test('wrap at 32 bits', () => {
    expect(seqAdd(seq(0xffff_ffff), 1)).toBe(0);
    expect(seqAdd(seq(0), -1)).toBe(0xffff_ffff);
    expect(seqDiff(seq(5), seq(0xffff_fffb))).toBe(10);
    expect(seqDiff(seq(0xffff_fffb), seq(5))).toBe(-10);
    expect(seqBefore(seq(0xffff_ffff), seq(0))).toBe(true);
    expect(seqBefore(seq(0), seq(0xffff_ffff))).toBe(false);
  });

  test('a number up to 2^31 − 1 further on lies ahead, wherever one starts', () => {
    fc.assert(
      fc.property(anySeq, ahead, (start, count) => {
        const from = seq(start);
        const to = seqAdd(from, count);
        expect(seqDiff(to, from)).toBe(count);
        expect(seqBefore(from, to)).toBe(true);
        expect(seqBefore(to, from)).toBe(false);
        expect(seqAtOrBefore(from, from)).toBe(true);
        expect(seqBefore(from, from)).toBe(false);
      }),
      { seed: 1 },
    );
  });

  test.each([
    ['the number before', 0xffff_fffd, false],
    ['the first', 0xffff_fffe, true],
    ['past the wrap', 1, true],
    ['the one after the last', 2, false],
  ])('a window of 4 from 0xfffffffe holds %s: %#x %s', (_name, value, want) => {
    expect(seqWithin(seq(value), seq(0xffff_fffe), 4)).toBe(want);
  });

  test('an empty window holds nothing', () => {
    expect(seqWithin(seq(7), seq(7), 0)).toBe(false);
  });
});
