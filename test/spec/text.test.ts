import { describe, expect, test } from 'vitest';
import { outline, problemsOf, specWith } from './helpers.ts';

const VALID = specWith({});

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
    ['a wrong escape', '{"a": "\\x41"}', 1, 7, 'text/syntax', 'After \\'],
    ['something after the end', '{} {}', 1, 4, 'text/syntax', 'nothing after the end'],
    ['a closing brace', '}', 1, 1, 'text/syntax', 'Found }'],
    ['YAML', 'chip: W5500\n', 1, 1, 'text/syntax', 'Found chip here'],
  ];
  test.each(rows)('%s', (_name, text, line, column, rule, says) => {
    const problems = problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ line, column, rule, pointer: '' });
    expect(problems[0]?.message).toContain(says);
  });
});

test.each([['null'], ['true'], ['"W5500"'], ['71'], ['[]'], ['[{}]']])('%s is no object', (text) => {
  expect(outline(problemsOf(text))).toEqual(['1:1  shape/type']);
});

describe('large and deep files give one problem', () => {
  test.each([
    ['10 MB of letters', 'x'.repeat(10_000_000), 'text/size', 1],
    ['10 MB of brackets', '['.repeat(10_000_000), 'text/size', 1],
    ['a valid spec with 1 MiB of spaces', `${VALID}${' '.repeat(1_048_577 - VALID.length)}`, 'text/size', 1],
    ['lists nested 10,000 deep', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, 'text/depth', 33],
    ['objects nested 10,000 deep', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, 'text/depth', 161],
    ['33 lists', `${'['.repeat(33)}${']'.repeat(33)}`, 'text/depth', 33],
  ])('%s', (_name, text, rule, column) => {
    expect(outline(problemsOf(text))).toEqual([`1:${column}  ${rule}`]);
  });

  test('while 1 MiB and 32 levels are read', () => {
    expect(problemsOf(`${VALID}${' '.repeat(1_048_576 - VALID.length)}`)).toEqual([]);
    expect(outline(problemsOf(`${'['.repeat(32)}${']'.repeat(32)}`))).toEqual(['1:1  shape/type']);
  });

  test('and a flood of mistakes is cut off', () => {
    const keys = Array.from({ length: 1000 }, (_, index) => `"key${index}": 1`).join(',');
    const problems = problemsOf(VALID.replace('{', `{${keys},`));
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)?.message).toBe('There are 900 further problems.');
  });
});

describe('what a text may hold beside JSON', () => {
  test.each([
    ['comments', VALID.replace('{', '// one\n{ /* two */').concat('\n// three')],
    ['a byte order mark', `\uFEFF${VALID}`],
    ['CR LF', VALID.replaceAll(',', ',\r\n')],
  ])('%s', (_name, text) => {
    expect(problemsOf(text)).toEqual([]);
  });

  test('columns do not count the byte order mark', () => {
    expect(outline(problemsOf(`\uFEFF${VALID.replace('W5500', 'W550')}`))).toEqual(['1:9 /chip shape/enum']);
  });
});

test('keys given twice and trailing commas do not hide other problems', () => {
  const text = `{
  "chip": "W5500",
  "chip": "W5200",
  "keepalive": { "NO_DATA_PERIOD": 10, "KA_SEND_PERIOD": 0, },
  "timer": { "prescaler": 70 },
  "sockets": [ { "port": 80, }, ],
}`;
  expect(outline(problemsOf(text))).toEqual([
    '3:3 /chip text/duplicate-key',
    '4:58 /keepalive/KA_SEND_PERIOD shape/minimum',
    '4:59  text/trailing-comma',
    '5:27 /timer/prescaler timer/prescaler-exact',
    '6:28  text/trailing-comma',
    '6:31  text/trailing-comma',
    '6:34  text/trailing-comma',
  ]);
});

test('a comma before a closing bracket is no trailing one inside texts and comments', () => {
  expect(problemsOf(VALID.replace('{', '{ /* ,} */ "$schema": ",]",'))).toEqual([]);
});
