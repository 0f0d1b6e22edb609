/** README.zh.md says what README.md says, as far as a program can compare them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../cli/keepwire.ts';
import { blocksOf } from './blocks.ts';
import { pageOf } from './pages.ts';

const ENGLISH = pageOf('README.md');
const CHINESE = readFileSync(join(ROOT, 'README.zh.md'), 'utf8');
const all = (text: string, pattern: RegExp): readonly string[] => [...text.matchAll(pattern)].map(([found]) => found);

test('the same files, commands and outputs', () => {
  const shown = (text: string) => blocksOf(text).map(({ line: _, ...block }) => block);
  expect(shown(CHINESE)).toEqual(shown(ENGLISH));
});

test('the same links and pictures, in the same order', () => {
  const targets = (text: string) => all(text, /(?<=\]\()[^)]+(?=\))|(?<=src(?:set)?=")[^"]+/g).slice(1);
  expect(targets(CHINESE)).toEqual(targets(ENGLISH));
});

test('as many headings, items and rows of tables', () => {
  const structure = (text: string) => all(text.replaceAll(/^```.*?^```$/gms, ''), /^(?:#+|-|\|)(?= )/gm);
  expect(structure(CHINESE)).toEqual(structure(ENGLISH));
});

test('the same keys, commands and names of files in code', () => {
  const code = (text: string) => all(text.replaceAll(/^```.*?^```$/gms, ''), /`[^`\n]+`/g);
  expect(code(CHINESE)).toEqual(code(ENGLISH));
});

test('the same numbers with their units', () => {
  const numbers = (text: string) => all(text.replaceAll(/^```.*?^```$/gms, ''), /\d+(?:\.\d+)*/g).toSorted();
  expect(numbers(CHINESE)).toEqual(numbers(ENGLISH));
});
