import { expect, test } from 'vitest';
import { problemsIn } from '../../document/finding.ts';
import { readDocument } from '../../document/text/read.ts';

function problems(text: string, pointers: readonly string[]) {
  const reading = readDocument(text, { name: 'A menu', example: '{}', depthNeeded: '1' });
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const found = pointers.map((pointer) => ({ pointer, rule: 'a/rule', message: 'Wrong.' }));
  return problemsIn(reading.document, found);
}

test('problems of the text and in it come in its order, each with its place', () => {
  expect(problems('{ "a": 1,\n  "b": 2, }', ['/b', '/a'])).toMatchObject([
    { pointer: '/a', line: 1, column: 8, message: 'Wrong.' },
    { pointer: '/b', line: 2, column: 8, rule: 'a/rule' },
    { pointer: '', line: 2, column: 9, rule: 'text/trailing-comma' },
  ]);
});

test('after a hundred problems the others are counted', () => {
  const text = JSON.stringify(Array.from({ length: 102 }, () => 0));
  const pointers = Array.from({ length: 102 }, (_, index) => `/${index}`);
  expect(problems(text, pointers.slice(0, 100))).toHaveLength(100);
  const shown = problems(text, pointers);
  expect(shown).toHaveLength(101);
  expect(shown.at(-1)).toMatchObject({ rule: 'text/too-many', message: 'There are 2 further problems.' });
});
