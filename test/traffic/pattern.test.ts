/** Patterns of dialogues, held against an oracle of another kind: JavaScript's regular expressions. */
import { describe, expect, test } from 'vitest';
import { Matcher } from '../../generator/traffic/matcher.ts';
import { parsePattern } from '../../generator/traffic/pattern.ts';
import { randomFrom } from '../../simulator/random.ts';

function itemsOf(pattern: string) {
  const parsed = parsePattern(pattern);
  if (!parsed.ok) throw new Error(`${pattern}: ${parsed.message}`);
  return parsed.items;
}

/** How many bytes the shortest match takes; null: it is no match; undefined: more bytes are needed. */
function lengthOf(pattern: string, stream: Uint8Array): number | null | undefined {
  const matcher = new Matcher(itemsOf(pattern));
  for (const [index, byte] of stream.entries()) {
    const result = matcher.feed(byte);
    if (result !== 'more') return result === 'whole' ? index + 1 : null;
  }
  return undefined;
}

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('the syntax', () => {
  test.each<[pattern: string, stream: string, length: number | null | undefined]>([
    ['41 42', 'ABC', 2],
    ['4142', 'ABC', 2],
    ["'A' 42", 'ABC', 2],
    ['41 42', 'AX', null],
    ['41 42', 'A', undefined],
    ['?? 42', '\xffB', 2],
    ['[30-39]{2}', '12', 2],
    ['[30-39]{2}', '1x', null],
    ['[30-39 41]{3} 0A', '1A2\n', 4],
    ['[^0D 0A]{1,8} 0D 0A', 'hello\r\n', 7],
    ['[^0D 0A]{1,3} 0D 0A', 'hello\r\n', null],
    ['41{0,2} 42', 'B', 1],
    ['41{0,2} 42', 'AAB', 3],
    ['41{0,2} 42', 'AAAB', null],
    // The shortest match counts, and the end of the pattern is known when it has come.
    ['??{0,9} 0A', 'a\nb\n', 2],
    ['41 42{0,3}', 'ABBB', 1],
    ["'OK' [30-39]{1,5} 0D 0A", 'OK42\r\nrest', 6],
  ])('%s on %j', (pattern, stream, length) => {
    expect(lengthOf(pattern, bytes(stream))).toBe(length);
  });

  test.each<[pattern: string, at: number, message: RegExp]>([
    ['4', 0, /"4", which is no byte/],
    ['41 4g', 3, /"4g", which is no byte/],
    ['?', 0, /"\?", which is no byte/],
    ["'open", 0, /"'open", which has no closing '/],
    ['41 [30', 3, /"\[30", which has no closing \]/],
    ['[]', 0, /which is no byte/],
    ['[39-30]', 0, /which is no byte/],
    ['[^00-FF]', 0, /which is no byte/],
    ["'OK'{2}", 4, /after a text/],
    ['41{3,2}', 2, /3 to 2/],
    ['41{0}', 2, /0 to 0/],
    ['??{1025}', 0, /more than 1024/],
    ['41{0,5}', 0, /matches nothing at all/],
    ['   ', 0, /matches nothing at all/],
  ])('%s is refused', (pattern, at, message) => {
    const parsed = parsePattern(pattern);
    expect(parsed).toMatchObject({ ok: false, at, message: expect.stringMatching(message) });
  });
});

test('random patterns match what a regular expression matches', () => {
  const random = randomFrom(7);
  const pick = <T>(list: readonly T[]): T => list[random.uint32() % list.length] as T;
  const items = [
    ['41', 'A'],
    ['42', 'B'],
    ['??', '[\\s\\S]'],
    ['[41 43]', '[AC]'],
    ['[^42]', '[^B]'],
  ] as const;
  const counts = [
    ['', ''],
    ['{2}', '{2}'],
    ['{0,1}', '{0,1}?'],
    ['{1,3}', '{1,3}?'],
  ] as const;
  for (let round = 0; round < 2000; round++) {
    const parts = Array.from({ length: 1 + (random.uint32() % 4) }, () => [pick(items), pick(counts)] as const);
    const pattern = parts.map(([[ours], [count]]) => `${ours}${count}`).join(' ');
    const stream = Array.from({ length: random.uint32() % 10 }, () => pick(['A', 'B', 'C'])).join('');
    if (!parsePattern(pattern).ok) continue;
    const expression = new RegExp(`^(?:${parts.map(([[, theirs], [, count]]) => `${theirs}${count}`).join('')})$`);
    const ends = Array.from({ length: stream.length }, (_, index) => index + 1);
    const shortest = ends.find((end) => expression.test(stream.slice(0, end)));
    const found = lengthOf(pattern, bytes(stream));
    expect(found ?? undefined, `${pattern} on ${stream}`).toBe(shortest);
  }
});

test('the work for each byte is bounded: 20 kB against the longest pattern', () => {
  const matcher = new Matcher(itemsOf('??{0,1023} 41'));
  const steps = 20_000;
  const results = Array.from({ length: steps }, () => {
    const result = matcher.feed(0x42);
    if (result === 'none') matcher.reset();
    return result;
  });
  expect(results.filter((result) => result === 'none')).toHaveLength(Math.floor(steps / 1024));
});
