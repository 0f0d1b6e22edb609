import { describe, expect, test } from 'vitest';
import { outline, problemsOf, specWith } from './helpers.ts';

const VALID = specWith({});

test.each([
  ['', 'text/empty', 'The file is empty. A spec is a JSON object: { "chip": "W5500", … }.'],
  ['\0', 'text/binary', 'The file is not text: it holds a NUL character. A spec is JSON in UTF-8.'],
  ['['.repeat(33), 'text/depth', 'Brackets are nested more than 32 deep here; a spec needs 4.'],
  ['{', 'text/syntax', 'The file ends too early. Allowed: "}" or a comma and a further key.'],
])('%j is no spec', (text, rule, message) => {
  expect(problemsOf(text)).toMatchObject([{ pointer: '', rule, message }]);
});

test.each([['null'], ['true'], ['"W5500"'], ['71'], ['[]'], ['[{}]']])('%s is no object', (text) => {
  expect(outline(problemsOf(text))).toEqual(['1:1  shape/type']);
});

test('1 MiB and 32 levels are read', () => {
  expect(problemsOf(`${VALID}${' '.repeat(1_048_576 - VALID.length)}`)).toEqual([]);
  expect(outline(problemsOf(`${VALID}${' '.repeat(1_048_577 - VALID.length)}`))).toEqual(['1:1  text/size']);
  expect(outline(problemsOf(`${'['.repeat(32)}${']'.repeat(32)}`))).toEqual(['1:1  shape/type']);
});

test('a flood of mistakes is cut off', () => {
  const keys = Array.from({ length: 1000 }, (_, index) => `"key${index}": 1`).join(',');
  const problems = problemsOf(VALID.replace('{', `{${keys},`));
  expect(problems).toHaveLength(101);
  expect(problems.at(-1)?.message).toBe('There are 900 further problems.');
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
