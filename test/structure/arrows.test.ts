import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importsOfAll, reachable } from './imports.ts';
import { allows, BROWSER_SAFE, isIn, rowOf, TABLE } from './table.ts';

const imports = importsOfAll();
const files = [...imports.keys()];
const importsOf = (file: string): readonly string[] => imports.get(file) ?? [];

test('every file belongs to a row of the table', () => {
  expect(files.length).toBeGreaterThan(300);
  expect(files.filter((file) => rowOf(file) === undefined)).toEqual([]);
});

test('folders import what the table allows, and nothing else', () => {
  const wrong = files.flatMap((file) => {
    const from = rowOf(file);
    return importsOf(file).flatMap((name) => {
      const to = rowOf(name);
      const isAllowed = from === undefined || to === undefined || allows(from, to);
      return isAllowed ? [] : [`${file} imports ${name}`];
    });
  });
  expect(wrong).toEqual([]);
});

test('no file imports itself through others', () => {
  expect(files.filter((file) => reachable(file, importsOf).has(file))).toEqual([]);
});

test('of the folders in one folder, none imports itself through others', () => {
  const arrows = files.flatMap((from) => importsOf(from).flatMap((to) => siblingsOf(from, to)));
  const next = (folder: string): readonly string[] => arrows.filter(({ from }) => from === folder).map(({ to }) => to);
  const folders = [...new Set(arrows.map(({ from }) => from))];
  expect(folders.filter((folder) => reachable(folder, next).has(folder))).toEqual([]);
});

/** The two folders at which the paths of two files part; none where a path parts at a file. */
function siblingsOf(from: string, to: string): readonly { readonly from: string; readonly to: string }[] {
  const [a, b] = [from.split('/'), to.split('/')];
  const depth = a.findIndex((name, index) => name !== b[index]) + 1;
  if (!imports.has(to) || a.length <= depth || b.length <= depth) return [];
  return [{ from: a.slice(0, depth).join('/'), to: b.slice(0, depth).join('/') }];
}

test('what also runs in a browser imports no module of Node, not even through other files', () => {
  const starts = files.filter((file) => BROWSER_SAFE.some((place) => isIn(file, place)));
  const all = new Set(starts.flatMap((file) => [file, ...reachable(file, importsOf)]));
  expect([...all].filter((file) => importsOf(file).some((name) => name.startsWith('node:')))).toEqual([]);
});

test('CONTRIBUTING.md shows the table', () => {
  const text = readFileSync(join(import.meta.dirname, '../../CONTRIBUTING.md'), 'utf8');
  const section = text.split('\n## Where things are\n')[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  const shown = rows.map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')));
  expect(shown.map(([, folder, , uses]) => [folder, uses])).toEqual(
    TABLE.map(({ folder, uses }) => [folder, uses.length === 0 ? 'nothing' : namesIn(folder, uses).join(', ')]),
  );
});

/** As the document writes them: without the top folder that they share with the row. */
function namesIn(folder: string, uses: readonly string[]): readonly string[] {
  const top = `${folder.split('/')[0]}/`;
  return uses.map((it) => (it.startsWith(top) ? it.slice(top.length) : it));
}
