import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ARROWS, FILES_IN_CYCLES, NODE_IMPORTS } from './exceptions.ts';
import { importsOfAll, reachable } from './imports.ts';
import { allows, BROWSER_SAFE, isIn, rowOf, TABLE } from './table.ts';

const imports = importsOfAll();
const files = [...imports.keys()];
const importsOf = (file: string): readonly string[] => imports.get(file) ?? [];

/** Everything found is listed as an exception, and every exception is found. */
function expectOnly(found: Iterable<string>, exceptions: readonly string[]): void {
  const all = new Set(found);
  expect([...all].filter((it) => !exceptions.includes(it))).toEqual([]);
  expect(
    exceptions.filter((it) => !all.has(it)),
    'exceptions that are no longer needed: remove them',
  ).toEqual([]);
}

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
      return isAllowed ? [] : [`${from.folder} -> ${to.folder}`];
    });
  });
  expectOnly(wrong, ARROWS);
});

test('no file imports itself through others', () => {
  expectOnly(
    files.filter((file) => reachable(file, importsOf).has(file)),
    FILES_IN_CYCLES,
  );
});

test('what also runs in a browser imports no module of Node, not even through other files', () => {
  const starts = files.filter((file) => BROWSER_SAFE.some((place) => isIn(file, place)));
  const all = starts.flatMap((file) => [file, ...reachable(file, importsOf)]);
  expectOnly(
    all.filter((file) => importsOf(file).some((name) => name.startsWith('node:'))),
    NODE_IMPORTS,
  );
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
