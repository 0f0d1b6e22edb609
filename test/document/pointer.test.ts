import { expect, test } from 'vitest';
import { childPointer, entryOf, parentPointer, pointerKeys, valueAt } from '../../document/pointer.ts';

/** RFC 6901 section 5, without the fragments. */
const RFC_DOCUMENT = {
  foo: ['bar', 'baz'],
  '': 0,
  'a/b': 1,
  'c%d': 2,
  'e^f': 3,
  'g|h': 4,
  'i\\j': 5,
  ' ': 7,
  'm~n': 8,
};

test.each([
  ['', RFC_DOCUMENT],
  ['/foo', ['bar', 'baz']],
  ['/foo/0', 'bar'],
  ['/', 0],
  ['/a~1b', 1],
  ['/c%d', 2],
  ['/e^f', 3],
  ['/g|h', 4],
  ['/i\\j', 5],
  ['/ ', 7],
  ['/m~0n', 8],
  ['/foo/2', undefined],
  ['/foo/0/x', undefined],
  ['/toString', undefined],
])('at %j stands %j', (pointer, value) => {
  expect(valueAt(RFC_DOCUMENT, pointer)).toEqual(value);
});

test('a pointer is made of keys and taken apart again', () => {
  expect(childPointer(childPointer('', '~1/'), 3)).toBe('/~01~1/3');
  expect(pointerKeys('/~01~1/3')).toEqual(['~1/', '3']);
  expect(['/a/b', '/a', ''].map(parentPointer)).toEqual(['/a', '', '']);
});

test('nothing is inherited', () => {
  expect([entryOf({}, 'constructor'), entryOf(null, 'a'), entryOf('text', '0')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
