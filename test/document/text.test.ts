import { describe, expect, test } from 'vitest';
import type { Problem } from '../../document/problem.ts';
import { type Document, readDocument } from '../../document/text/read.ts';

const KIND = { name: 'A menu', example: '{ "soup": … }', depthNeeded: 'two' };

function documentOf(text: string): Document {
  const reading = readDocument(text, KIND);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.document;
}

function refusalOf(text: string): readonly Problem[] {
  const reading = readDocument(text, KIND);
  return reading.ok ? [] : reading.problems;
}

/** `line:column pointer rule`, one a problem. */
function outline(problems: readonly Problem[]): readonly string[] {
  return problems.map((it) => `${it.line}:${it.column} ${it.pointer} ${it.rule}`);
}

describe('a text that is no JSON gives one problem', () => {
  const rows: readonly (readonly [
    name: string,
    text: string,
    line: number,
    column: number,
    rule: string,
    says: string,
  ])[] = [
    ['empty', '', 1, 1, 'text/empty', 'empty'],
    ['only white space', ' \n\t ', 1, 1, 'text/empty', 'empty'],
    ['only a byte order mark', '\uFEFF', 1, 1, 'text/empty', 'empty'],
    ['only a comment', '// nothing', 1, 11, 'text/syntax', 'ends too early'],
    ['NUL at the start', '\0\0\0\0', 1, 1, 'text/binary', 'NUL'],
    ['NUL further on', '{\n  "a\0"', 2, 5, 'text/binary', 'NUL'],
    ['NUL after CR LF', '{\r\n\0', 2, 1, 'text/binary', 'NUL'],
    ['an ELF file', '\x7fELF\x01\x01\x01\0\0\0', 1, 8, 'text/binary', 'NUL'],
    ['an open brace', '{', 1, 2, 'text/syntax', 'ends too early'],
    ['cut after a key', '{\n "chip"', 2, 8, 'text/syntax', '":"'],
    ['cut after a colon', '{"chip":', 1, 9, 'text/syntax', 'ends too early'],
    ['cut inside a text', '{"chip": "W55', 1, 10, 'text/syntax', 'double quote is missing'],
    ['cut after a value', '{"chip": "W5500"', 1, 17, 'text/syntax', 'ends too early'],
    ['a missing comma', '{"a": 1\n "b": 2}', 2, 2, 'text/syntax', 'Found "b" here. Allowed: ","'],
    ['two commas', '{"a": 1,, "b": 2}', 1, 9, 'text/syntax', 'Found , here'],
    ['single quotes', "{'chip': 'W5500'}", 1, 2, 'text/syntax', 'double quotes'],
    ['a key without quotes', '{chip: "W5500"}', 1, 2, 'text/syntax', 'double quotes'],
    ['a leading zero', '{"a": 01}', 1, 8, 'text/syntax', 'Found 1 here'],
    ['a comment left open', '{} /* x', 1, 4, 'text/syntax', '*/'],
    ['a raw tab in a text', '{"a": "\t"}', 1, 7, 'text/syntax', 'control character'],
    ['a wrong escape', '{"a": "\\x41"}', 1, 7, 'text/syntax', 'must be followed by'],
    ['something after the end', '{} {}', 1, 4, 'text/syntax', 'nothing after the end'],
    ['a closing brace', '}', 1, 1, 'text/syntax', 'Found }'],
    ['YAML', 'chip: W5500\n', 1, 1, 'text/syntax', 'Found chip here'],
  ];
  test.each(rows)('%s', (_name, text, line, column, rule, says) => {
    const problems = refusalOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ line, column, rule, pointer: '' });
    expect(problems[0]?.message).toContain(says);
  });
});

describe('large and deep files give one problem', () => {
  test.each([
    ['10 MB of letters', 'x'.repeat(10_000_000), 'text/size', 1],
    ['10 MB of brackets', '['.repeat(10_000_000), 'text/size', 1],
    ['1 MiB of spaces and an object', `{}${' '.repeat(1_048_575)}`, 'text/size', 1],
    ['lists nested 10,000 deep', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, 'text/depth', 33],
    ['objects nested 10,000 deep', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, 'text/depth', 161],
    ['33 lists', `${'['.repeat(33)}${']'.repeat(33)}`, 'text/depth', 33],
  ])('%s', (_name, text, rule, column) => {
    expect(outline(refusalOf(text))).toEqual([`1:${column}  ${rule}`]);
  });

  test('while 1 MiB and 32 levels are read', () => {
    expect(refusalOf(`{}${' '.repeat(1_048_574)}`)).toEqual([]);
    expect(refusalOf(`${'['.repeat(32)}${']'.repeat(32)}`)).toEqual([]);
  });
});

test.each([
  ['', 'The file is empty. A menu is a JSON object: { "soup": … }.'],
  ['\0', 'The file is not text: it holds a NUL character. A menu is JSON in UTF-8.'],
  ['['.repeat(33), 'Brackets are nested more than 32 deep here; a menu needs two.'],
])('%j is told what it should be', (text, message) => {
  expect(refusalOf(text).map((it) => it.message)).toEqual([message]);
});

test('values are found again where they stand, missing ones at what would hold them', () => {
  const { placeOf, has, pointers } = documentOf('\uFEFF{\r\n "a": [1, { "b/c~d": null }],\r  "": 2\n}');
  expect(placeOf('')).toEqual({ line: 1, column: 1 });
  expect(placeOf('/a')).toEqual({ line: 2, column: 7 });
  expect(placeOf('/a', 'key')).toEqual({ line: 2, column: 2 });
  expect(placeOf('/a/1/b~1c~0d')).toEqual({ line: 2, column: 22 });
  expect(placeOf('/a/1/x/y', 'key')).toEqual({ line: 2, column: 11 });
  expect(placeOf('/')).toEqual({ line: 3, column: 7 });
  expect(pointers).toEqual(['', '/a', '/a/0', '/a/1', '/a/1/b~1c~0d', '/']);
  expect([has('/a/1'), has('/a/2')]).toEqual([true, false]);
});

test('of a key given twice the first counts; a comma at the end is told too', () => {
  const { value, problems } = documentOf('{ "a": 1,\n "a": [2,], }');
  expect({ ...(value as object) }).toEqual({ a: 1 });
  expect(outline(problems)).toEqual([
    '2:9  text/trailing-comma',
    '2:11  text/trailing-comma',
    '2:2 /a text/duplicate-key',
  ]);
  expect(problems[2]?.message).toBe('The key "a" is given twice; the first one is on line 1.');
});

test('no key is mistaken for something inherited', () => {
  const { value } = documentOf('{ "__proto__": { "x": 1 } }');
  expect(Object.getPrototypeOf(value)).toBeNull();
  expect(Object.keys(value as object)).toEqual(['__proto__']);
});
