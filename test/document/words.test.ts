import { expect, test } from 'vitest';
import { didYouMean, editDistance, nearest } from '../../document/words/nearest.ts';
import { allOf, harmless, oneOf, printed } from '../../document/words/printed.ts';

test.each([
  ['', '', 0],
  ['chip', 'chip', 0],
  ['chip', 'CHIP', 0],
  ['', 'abc', 3],
  ['abc', '', 3],
  ['kitten', 'sitting', 3],
  ['chpi', 'chip', 1],
  ['prescalar', 'prescaler', 1],
  ['w550', 'W5500', 1],
  ['ca', 'abc', 3], // optimal string alignment: a piece is not edited twice
])('from %j to %j it is %i edits', (from, to, edits) => {
  expect(editDistance(from, to)).toBe(edits);
  expect(editDistance(to, from)).toBe(edits);
});

const KEYS = ['cs', 'reset', 'interrupt', 'spi', 'spiMaxHz'];

test.each([
  ['rest', 'reset'],
  ['spimax', 'spiMaxHz'],
  ['CS', 'cs'],
  ['interupt', 'interrupt'],
  ['banana', null],
  ['', null],
  ['x'.repeat(100_000), null],
])('nearest to %j is %j', (word, want) => {
  expect(nearest(word, KEYS)).toBe(want);
  expect(didYouMean(word, KEYS)).toBe(want === null ? '' : ` Did you mean "${want}"?`);
});

test.each([
  ['W550', 'W5500'], // a digit is missing
  ['W5050', 'W5500'], // two are exchanged
  ['w5500', 'W5500'],
  ['W5100', null], // another chip
  ['W5300', null],
])('with digits, nearest to %j is %j', (word, want) => {
  expect(nearest(word, ['W5200', 'W5500'])).toBe(want);
});

test.each([
  ['text', '"text"'],
  ['a"b\\c', '"a\\"b\\\\c"'],
  ['line\nline', '"line\\nline"'],
  ['\u001b[2J', '"\\u001b[2J"'],
  ['\u0085\u2028\u200b\ufeff\ud800', '"\\u0085\\u2028\\u200b\\ufeff\\ud800"'],
  ['für 日本 👍', '"für 日本 👍"'],
  ['x'.repeat(41), `"${'x'.repeat(40)}…"`],
  [0.1, '0.1'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
  [null, 'null'],
  [true, 'true'],
  [{ a: 1 }, 'an object'],
  [[], 'an empty array'],
  [[1], 'an array'],
])('%j is printed as %s', (value, want) => {
  expect(printed(value)).toBe(want);
});

test('an astral format character is escaped whole', () => {
  expect(harmless('\u{E0001}')).toBe('\\udb40\\udc01');
});

test('lists of words', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(oneOf)).toEqual(['', 'a', 'a or b', 'a, b or c']);
  expect(allOf(['a', 'b', 'c'])).toBe('a, b and c');
});
