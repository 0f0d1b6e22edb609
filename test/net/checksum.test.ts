import fc from 'fast-check';
import { expect, test } from 'vitest';
import { internetChecksum } from '../../simulator/net/checksum.ts';
import { hex } from '../hex.ts';

test.each([
  ['RFC 1071 section 3: the sum of this is ddf2', '0001 f203 f4f5 f6f7', 0xffff - 0xddf2],
  ['nothing', '', 0xffff],
  ['an odd last byte is the high half of a word (RFC 1071 section 1)', '0001 f2', 0xffff - 0xf201],
  ['carries that make a carry', 'ffff ffff 0001', 0xffff - 0x0001],
  [
    'an IPv4 header in the layout of RFC 791 without its checksum field',
    '4500 0073 0000 4000 4011 0000 c0a8 0001 c0a8 00c7',
    0xb861,
  ],
])('%s', (_name, bytes, want) => {
  expect(internetChecksum(hex(bytes))).toBe(want);
});

test('parts count as if they followed one another', () => {
  expect(internetChecksum(hex('0001'), hex('f203 f4f5'), hex('f6f7'))).toBe(0x220d);
});

test('does not depend on byte order: swapping the bytes of all words swaps those of the sum (RFC 1071 section 2)', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(255), fc.nat(255)), { maxLength: 750 }), (words) => {
      const straight = internetChecksum(Uint8Array.from(words.flat()));
      const swapped = internetChecksum(Uint8Array.from(words.flatMap(([high, low]) => [low, high])));
      expect(swapped).toBe(((straight & 0xff) << 8) | (straight >> 8));
    }),
    { seed: 1 },
  );
});
