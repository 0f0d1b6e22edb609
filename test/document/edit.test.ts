import { parse } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { type NewValue, withValue } from '../../document/text/edit.ts';

/** What is not meant to change is written out as well. */
const rows: readonly (readonly [
  name: string,
  c: { readonly text: string; readonly path: string; readonly value: NewValue; readonly want: string },
])[] = [
  ['a number', { text: '{"a": 1 /* one */ , "b":2}', path: 'a', value: 20, want: '{"a": 20 /* one */ , "b":2}' }],
  ['one further down', { text: '{\n\t"a": {"b" :\n1.50}}', path: 'a/b', value: 3, want: '{\n\t"a": {"b" :\n3}}' }],
  ['a key behind others on a line', { text: '{ "a": 1 }\n', path: 'b', value: 2, want: '{ "a": 1, "b": 2 }\n' }],
  ['without blanks', { text: '{"a":1}', path: 'b', value: 2, want: '{"a":1, "b": 2}' }],
  ['into an empty object', { text: '{"a": {}}', path: 'a/b', value: 2, want: '{"a": { "b": 2 }}' }],
  [
    'into one with a comment',
    { text: '{"a": { // none\n}}', path: 'a/b', value: 2, want: '{"a": { "b": 2 // none\n}}' },
  ],
  [
    'on a line of its own, as the others',
    {
      text: '{\n    "a": 1,\n    "b": 2\n}',
      path: 'c',
      value: { d: 3, e: 4 },
      want: '{\n    "a": 1,\n    "b": 2,\n    "c": { "d": 3, "e": 4 }\n}',
    },
  ],
  [
    'behind the comments of the last one',
    {
      text: '{\n\t"a": 1 // }, first\n\t// of its own\n}',
      path: 'b',
      value: 2,
      want: '{\n\t"a": 1, // }, first\n\t"b": 2\n\t// of its own\n}',
    },
  ],
  [
    'behind two of them, one over several lines',
    {
      text: '{\n  "a": 1 /* x */ /* y\n z */ }',
      path: 'b',
      value: 2,
      want: '{\n  "a": 1, /* x */ /* y\n z */\n  "b": 2 }',
    },
  ],
  [
    'with the line ends of Windows',
    { text: '{\r\n  "a": 1\r\n}\r\n', path: 'b', value: 2, want: '{\r\n  "a": 1,\r\n  "b": 2\r\n}\r\n' },
  ],
  [
    'behind an object of many lines',
    {
      text: '{\n  "a": {\n    "x": 1\n  }\n}',
      path: 'b',
      value: 2,
      want: '{\n  "a": {\n    "x": 1\n  },\n  "b": 2\n}',
    },
  ],
  ['behind a byte order mark', { text: '\uFEFF{"a":1}', path: 'a', value: 2, want: '\uFEFF{"a":2}' }],
];

describe('one value is changed or added, and not a character beside it', () => {
  test.each(rows)('%s', (_name, { text, path, value, want }) => {
    const edited = withValue(text, path.split('/'), value);
    expect(edited).toBe(want);
    const read = path
      .split('/')
      .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], parse(edited.replace('\uFEFF', '')));
    expect(read).toEqual(value);
    expect(withValue(edited, path.split('/'), value)).toBe(edited);
  });

  test('where there is no object to hold it, that is a bug of ours', () => {
    expect(() => withValue('{"a": 1}', ['a', 'b'], 2)).toThrow('no object to hold /a/b');
  });
});
