import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DEFAULT_SWITCHES } from '../../simulator/chip/model/switches.ts';

const ROOT = join(import.meta.dirname, '../..');
const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const ledger = textOf('docs/fidelity.md');

/** The cells of each row of the ledger's tables, without the tables' heads. */
const rows = ledger
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (-+ |behaviour |switch )/.test(line))
  .map((line) =>
    line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  );
const testsIn = (text: string): readonly string[] =>
  [...text.matchAll(/`(test\/[^`]+)`/g)].map(([, path = '']) => path);

test('each test that the ledger names exists', () => {
  expect(testsIn(ledger).length).toBeGreaterThan(80);
  expect(testsIn(ledger).filter((path) => !path.endsWith('.test.ts') || !existsSync(join(ROOT, path)))).toEqual([]);
});

test('each behaviour has a source and a test; a gap says so', () => {
  expect(rows.length).toBeGreaterThan(80);
  const lacking = rows.filter((cells) => {
    const [source = '', tests = ''] = cells.slice(-2);
    return cells.some((cell) => cell === '') || (testsIn(tests).length === 0 && source !== 'gap');
  });
  expect(lacking).toEqual([]);
});

test("each switch of the chips' model has one row, and its test names it", () => {
  const listed = rows.flatMap(([name = '', ...cells]) => {
    const [, key] = /^`(\w+)`$/.exec(name) ?? [];
    return key === undefined ? [] : [{ key, paths: testsIn(cells.join()) }];
  });
  expect(listed.map(({ key }) => key).sort()).toEqual(Object.keys(DEFAULT_SWITCHES).sort());
  const silent = listed.filter(({ key, paths }) => !paths.every((path) => textOf(path).includes(key)));
  expect(silent).toEqual([]);
});
